import type { Plan } from '../../../../shared/model/index.ts';
import { closing } from './python.ts';
import { matches, type PythonRule } from './types.ts';

/** What the enhanced types change: the driver gives objects where the application expects their text. */
export function typed(plan: Plan): PythonRule {
  const columns = (...conversions: string[]) =>
    plan.tables
      .flatMap((table) => table.columns)
      .filter(({ conversion, target }) => conversions.includes(conversion) && /^\w+$/.test(target))
      .map(({ target }) => target)
      .join('|');
  const documents = columns('jsonb', 'textArray');
  if (plan.profile !== 'enhanced' || documents === '') return () => [];
  return ({ code, text }) => [
    ...matches(code, /\bjson\.(?:loads|dumps)\s*\(/g)
      .filter(({ start, end }) => {
        const line = text.slice(text.lastIndexOf('\n', start) + 1, closing(code, end - 1));
        return new RegExp(String.raw`\b(?:${documents})\b`).test(line);
      })
      .map(({ start, end }) => ({
        start,
        end,
        text: null,
        change:
          'A coluna já vem como `dict` ou `list`: tirar `json.loads` na leitura e `json.dumps` na escrita.',
      })),
    ...matches(code, new RegExp(String.raw`\bfunc\.lower\(\s*\w+\.(?:${documents})\s*\)`, 'g')).map(
      ({ start, end }) => ({
        start,
        end,
        text: null,
        change: '`lower(…)` não existe para este tipo: `coluna.any(valor)` ou `coluna.contains([valor])`.',
      }),
    ),
  ];
}
