import { expect, it } from 'vitest';
import { table } from '../../../electron/hosts/cli/text/table.ts';

it('a table aligns text to the left and numbers to the right', () => {
  const text = table(
    ['Tabela', 'Linhas'],
    [
      ['devices', 6],
      ['telemetry_data', 1_000_000],
    ],
    'pt-BR',
  );
  expect(text.split('\n')).toEqual([
    'Tabela             Linhas',
    '──────────────  ─────────',
    'devices                 6',
    'telemetry_data  1.000.000',
  ]);
});

it('a table keeps each row on its line', () => {
  expect(table(['a'], [['two\nlines\tand tabs']], 'en').split('\n')[2]).toBe(
    'two\\u000alines\\u0009and tabs',
  );
});
