import { expect, it } from 'vitest';
import { comparedText } from '../../renderer/i18n/compared.ts';
import { type Format, formats } from '../../renderer/i18n/formats.ts';
import { type Language, translator } from '../../shared/messages/index.ts';
import type { RunState, ValidationResult } from '../../shared/model/index.ts';

const text = (language: Language): Format => formats(translator(language) as Format['t'], language);
const pt = text('pt-BR');

/** A run that compared what its tables brought over. */
function run(
  validation: Partial<ValidationResult>,
  missing: string[] = [],
  [source, migrated]: [number, number] = [22_375, 22_352],
) {
  return {
    tables: [{ source, migrated, quarantined: source - migrated }],
    objects: { missing, notValid: [] },
    validation: {
      ...{ level: 'rows', status: 'identical', differences: 0, samples: [], insertsWithoutId: [] },
      ...validation,
    },
  } as unknown as RunState;
}

it('says how many rows were compared, and how', () => {
  const all = (level: 'rows' | 'segments' | 'counts') => run({ level }, [], [5, 5]);
  expect(comparedText(all('rows'), 0, pt)).toBe('5 linhas comparadas, todas iguais');
  expect(comparedText(all('segments'), 0, pt)).toContain('por somas de verificação');
  // Nobody looked at the values.
  expect(comparedText(all('counts'), 0, pt)).not.toMatch(/comparad|iguais/);
  const counted = comparedText(run({ level: 'counts', status: 'different', differences: 1 }), 0, pt);
  expect(counted).toMatch(/^22\.352 linhas contadas, e os dois lados diferem/);
  expect(comparedText(run({}, [], [1, 1]), 0, pt)).toBe('1 linha comparada, igual dos dois lados');
});

it('takes out what is kept aside', () => {
  expect(comparedText(run({}), 44, pt)).toBe(
    '22.352 linhas comparadas, todas iguais, menos 44 exceções, com os originais guardados',
  );
  expect(comparedText(run({}), 1, text('en'))).toContain('but for 1 exception, whose original is kept');
});

it('says what differs, where to see it and what to do', () => {
  const different: Partial<ValidationResult> = {
    status: 'different',
    insertsWithoutId: [{ table: 't', ok: false, reason: null }],
  };
  const said = comparedText(run({ ...different, differences: 6 }, ['index i', 'view v']), 44, pt);
  expect(said).toContain('Diferenças em valores ou contagens: 3; Objetos ausentes ou diferentes do plano: 2');
  expect(said).toContain('Tabelas que não aceitam novas linhas sem id: 1. Veja em “Diferenças” e “Objetos”');
  expect(said).not.toContain('todas iguais');
  // A table whose account does not add up is one of the differences, and said as that alone.
  const one = {
    ...run({ status: 'different', differences: 1 }),
    tables: [{ source: 2, migrated: 1, quarantined: 0 }],
  };
  expect(comparedText(one as unknown as RunState, 0, pt)).toMatch(
    /diferem\. Tabelas cuja conta não fecha: 1\. Veja em “Conta por tabela” o que/,
  );
  const values = comparedText(run({ status: 'different', differences: 1 }), 0, pt);
  expect(values).toMatch(/contagens: 1\. Veja em “Diferenças” o que difere/);
});

it('says nothing where there is no result', () => {
  expect(comparedText({ ...run({}), validation: null }, 0, pt)).toBeNull();
  const open = run({});
  expect(
    comparedText({ ...open, tables: open.tables.map((t) => ({ ...t, migrated: 1 })) }, 0, pt),
  ).toBeNull();
});
