import { describe, expect, it } from 'vitest';
import { about } from '../../renderer/i18n/about.ts';
import { type Format, formats } from '../../renderer/i18n/formats.ts';
import { resultText, totalOf } from '../../renderer/i18n/result.ts';
import { type Language, translator } from '../../shared/messages/index.ts';

/** As the page writes them. */
const text = (language: Language): Format => formats(translator(language) as Format['t'], language);

describe('the result in a sentence', () => {
  it('says how many rows are where', () => {
    const counts = { source: 22_375, migrated: 22_352, quarantined: 23 };
    expect(resultText(counts, false, text('pt-BR'))).toBe(
      '22.375 linhas: 22.352 no PostgreSQL, 23 guardadas à parte',
    );
    expect(resultText(counts, true, text('en'))).toBe(
      '22,375 rows: 22,352 in PostgreSQL, 23 kept aside, in the rehearsal',
    );
    const all = { source: 2000, migrated: 2000, quarantined: 0 };
    expect(resultText(all, false, text('pt-BR'))).toBe('2.000 linhas, todas no PostgreSQL');
  });

  it('says nothing while it does not add up', () => {
    expect(resultText({ source: 10, migrated: 4, quarantined: 1 }, false, text('pt-BR'))).toBeNull();
    expect(resultText(totalOf([]), false, text('pt-BR'))).toBeNull();
  });

  it('adds up the tables', () => {
    const table = { source: 10, migrated: 9, quarantined: 1 };
    expect(totalOf([table, table])).toEqual({ source: 20, migrated: 18, quarantined: 2 });
  });
});

describe('an estimate', () => {
  it('is no more exact than it is', () => {
    const said = [0.2, 12.3, 31, 61, 130, 3700].map((seconds) => about(seconds, text('pt-BR')));
    expect(said).toEqual(['1 s', '13 s', '35 s', '1 min 15 s', '2 min 15 s', '1 h 2 min']);
  });
});
