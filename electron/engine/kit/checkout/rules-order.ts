import type { Plan, PlanTable } from '../../../../shared/model/index.ts';
import { argumentsIn, closing } from './python.ts';
import { type Hit, matches, type PythonFile, type PythonRule, type Span } from './types.ts';

const term = /^(?:(\w+)\.(\w+)(?:\.(asc|desc)\(\))?|(asc|desc)\((\w+)\.(\w+)\))$/;

interface Term {
  end: number;
  model: string;
  column: string;
  descending: boolean;
}

/** Class names of the application's models, and the tables they stand for. */
export function modelsOf(files: readonly PythonFile[]): Map<string, string> {
  const tables = files.flatMap(({ text }) =>
    matches(text, /^class (\w+)\([^)]*\):(?:(?!^class )[\s\S])*?^\s+__tablename__\s*=\s*['"](\w+)['"]/gm),
  );
  return new Map(tables.map(({ groups: [model = '', table = ''] }) => [model, table]));
}

/**
 * Orders that the two databases see differently: NULLs come first in SQLite and last in PostgreSQL, and rows that are
 * equal in every key have no order of their own.
 */
export function orders(plan: Plan, models: ReadonlyMap<string, string>): PythonRule {
  return (file) => {
    const { code } = file;
    return matches(code, /\.order_by\s*\(/g).flatMap(({ end }): Hit[] => {
      const close = closing(code, end - 1);
      const terms = argumentsIn(code, end - 1, close).map(({ start, end: last }) =>
        termOf(code, start, last),
      );
      const known = terms.filter((each) => each !== null);
      const nulls = known.filter((each) => canBeNull(plan, models, each)).map((each) => nullsHit(each));
      // An order that is not understood may end with a key.
      const tie = known.length === terms.length ? tieHit(plan, models, known, file) : null;
      return [...nulls, ...(tie === null ? [] : [tie])];
    });
  };
}

function termOf(code: string, start: number, end: number): Term | null {
  const match = term.exec(code.slice(start, end));
  if (match === null) return null;
  const [, model, column, method, call, callModel, callColumn] = match;
  return {
    end,
    model: model ?? callModel ?? '',
    column: column ?? callColumn ?? '',
    descending: (method ?? call) === 'desc',
  };
}

function tableOf(plan: Plan, models: ReadonlyMap<string, string>, model: string): PlanTable | null {
  return plan.tables.find(({ target }) => target === models.get(model)) ?? null;
}

function canBeNull(plan: Plan, models: ReadonlyMap<string, string>, { model, column }: Term): boolean {
  const table = tableOf(plan, models, model);
  return (table?.columns ?? []).some(({ target, nullable }) => target === column && nullable);
}

function nullsHit({ end, descending }: Term): Hit {
  // SQLite takes NULL for the smallest value, PostgreSQL for the largest.
  const text = descending ? '.nullslast()' : '.nullsfirst()';
  const change = `Pode ser NULL, que o SQLite põe do outro lado: \`${text}\` (SQLite 3.30 ou mais novo).`;
  return { start: end, end, text, change };
}

function tieHit(
  plan: Plan,
  models: ReadonlyMap<string, string>,
  terms: readonly Term[],
  { code, statement }: PythonFile,
): Hit | null {
  const last = terms.at(-1);
  const table = last === undefined ? null : tableOf(plan, models, last.model);
  if (!last || !table?.columns.some(({ target }) => target === 'id') || isUnique(table, terms)) return null;
  const { start, end } = statement(last.end);
  const whole = code.slice(start, end);
  // With DISTINCT or GROUP BY PostgreSQL takes no other column, and a query that began elsewhere may have either.
  const plain = new RegExp(String.raw`\b(?:query|select)\(\s*${last.model}\s*\)`).test(whole);
  const safe =
    plain && !/\b(?:distinct|group_by|union)\b/.test(whole) && !isOrderedAgain(code, whole, { start, end });
  // What SQLite does today: it walks an index backwards, rowids and all, and sorts without one in their order.
  const first = terms[0]?.column ?? '';
  const indexed = table.indexes.some((index) => index.fromSource && index.terms[0]?.startsWith(`"${first}"`));
  const key = `${last.model}.id${last.descending && indexed ? '.desc()' : ''}`;
  return {
    start: last.end,
    end: last.end,
    text: safe ? `, ${key}` : null,
    change: `Linhas iguais nesta ordem não têm ordem própria: segunda chave \`${key}\`.`,
  };
}

/** An order that is given later comes after this one, and after a key nothing is left to order. */
function isOrderedAgain(code: string, whole: string, { start, end }: Span): boolean {
  if (matches(whole, /\border_by\b/g).length > 1) return true;
  const name = /^\s*(\w+)\s*=(?!=)/.exec(whole)?.[1];
  const again = name !== undefined && new RegExp(String.raw`\b${name}\s*\.(?:[^\n]*\.)?\s*order_by\b`);
  return again !== false && (again.test(code.slice(0, start)) || again.test(code.slice(end)));
}

function isUnique(table: PlanTable, terms: readonly Term[]): boolean {
  const named = new Set(terms.map(({ column }) => column));
  const keys = [
    ['id'],
    ...(table.primaryKey ? [table.primaryKey.columns] : []),
    ...table.uniques.map(({ columns }) => columns),
  ];
  return keys.some((columns) => columns.every((column) => named.has(column)));
}
