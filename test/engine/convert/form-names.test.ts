import { describe, expect, it } from 'vitest';
import { formName } from '../../../electron/engine/convert/formed.ts';
import { findingMessage, languages, translator } from '../../../shared/messages/index.ts';
import type { Finding, ValueForm } from '../../../shared/model/index.ts';

const forms: Record<ValueForm['kind'], ValueForm[]> = {
  epoch: [1, 1000, 1_000_000].map((unit) => ({ kind: 'epoch', unit: unit as 1 | 1000 | 1_000_000 })),
  moment: [{ kind: 'moment', separator: 'T', zone: 'Z', decimals: 3 }],
  day: [{ kind: 'day' }],
  uuid: [{ kind: 'uuid', style: 'hex' }],
  words: [{ kind: 'words', true: 'yes', false: 'no' }],
  digits: [{ kind: 'digits' }],
  number: [{ kind: 'number' }],
  utf8: [{ kind: 'utf8' }],
  micros: [{ kind: 'micros' }],
  timespan: [{ kind: 'timespan' }],
};

describe.each(languages)('what a form is called in %s', (language) => {
  it('is said in words, another for each', () => {
    const t = translator(language);
    const said = Object.values(forms)
      .flat()
      .map((form) => {
        const params = { type: 'text', form: formName(form) };
        const finding: Finding = {
          ...{ id: 'adopt.form:t.c', code: 'adopt.form', severity: 'note', count: 1, samples: [], params },
          ...{ table: 't', column: 'c', options: [], decision: null, mustDecide: false },
        };
        return /\((.*?)\)/.exec(findingMessage(finding, t))?.[1];
      });
    expect(new Set(said).size).toBe(12);
    for (const words of said) expect(words).toMatch(/^(?!wizard\.).{3,}$/);
  });
});
