import { argumentsIn, closing } from './python.ts';
import { type Hit, isTest, matches, type PythonFile, type PythonRule, type Span } from './types.ts';
import { isAutocoreUrl } from './urls.ts';

const call = 'create_database_engine';
const keep =
  'Um teste fica com `create_engine` e o seu SQLite: `create_database_engine` abriria nele o banco vivo.';

/**
 * Where the engine is made. Only one that opens autocore.db is made anew: on PostgreSQL its URL is not looked at, and a
 * test or a script for copies would work on the living database.
 */
export const engines: PythonRule = (file) => {
  const { code, strings, path } = file;
  const made = matches(code, /(?<![\w.])(?:(?:sqlalchemy|sa)\.)?(create_(?:async_)?engine)(?=\s*\()/g).filter(
    ({ start }) => !/\bdef\s+$/.test(code.slice(0, start)),
  );
  const hits = made.map(({ start, end, groups }): Hit => {
    if (isTest(path)) return { start, end, text: null, change: keep };
    if (groups[0] === 'create_async_engine') {
      return {
        start,
        end,
        text: null,
        change: 'Driver assíncrono (`postgresql+asyncpg`) com os valores de `.env`.',
      };
    }
    if (opensAutocore(file, end)) {
      return { start, end, text: call, needs: [call], change: `\`${call}()\` de \`database_config.py\`.` };
    }
    const change = `Só se a URL é a do \`autocore.db\`: \`${call}(url)\`. O que abre outro arquivo, uma cópia, fica.`;
    return { start, end, text: null, change };
  });
  if (made.length > 0) return hits;
  return matches(strings, /sqlite(\+\w+)?:\/\/\/(?!:memory:)/g).map(({ start, end }) => ({
    start,
    end,
    text: null,
    change: isTest(path) ? keep : 'URL fixa do SQLite: `get_database_url()` de `database_config.py`.',
  }));
};

/** @param at where the brackets of the call open. */
function opensAutocore(file: PythonFile, at: number): boolean {
  const { code } = file;
  const open = code.indexOf('(', at);
  const given = argumentsIn(code, open, closing(code, open));
  const keyword = ({ start }: Span) => /^(\w+)\s*=(?!=)\s*/.exec(code.slice(start));
  // These make connections of their own, whatever the URL.
  if (given.some((each) => /^(?:creator|pool)$/.test(keyword(each)?.[1] ?? ''))) return false;
  const [first] = given;
  const named = given.find((each) => keyword(each)?.[1] === 'url');
  if (named) return isAutocoreUrl(file, { ...named, start: named.start + (keyword(named)?.[0].length ?? 0) });
  return first !== undefined && keyword(first) === null && isAutocoreUrl(file, first);
}

/** SQLite's own driver: nothing of it is there on PostgreSQL. */
export const sqliteDriver: PythonRule = ({ code }) => [
  ...matches(code, /\b(?:aio)?sqlite3?\.connect\s*\(/g).map(({ start, end }) => ({
    start,
    end,
    text: null,
    change:
      'Abre o arquivo diretamente: `create_database_engine().raw_connection()`; os parâmetros passam de `?` a `%s`.',
  })),
  ...matches(code, /\bsqlite3\.(?:IntegrityError|OperationalError|Error)\b/g).map(({ start, end }) => ({
    start,
    end,
    text: null,
    change: 'Exceção do driver do SQLite: capturar a de `sqlalchemy.exc`.',
  })),
];

/** `'plate' in str(e) and 'UNIQUE constraint failed' in str(e)`, in either order, or the second alone. */
const failed = String.raw`(?<!\w)(['"])UNIQUE constraint failed(?::\s*([\w., ]+?))?\1\s+in\s+str\(\s*([\w.]+)\s*\)(?!\s*[.[])`;
const named = String.raw`(?<!\w)(['"])([\w.]+)\4\s+in\s+str\(\s*[\w.]+\s*\)(?!\s*[.[])`;

/** The text of SQLite's error. PostgreSQL's holds the whole statement, in which every column's name is found. */
export const uniqueTexts: PythonRule = ({ text, code, strings }) => {
  const before = named.replaceAll(String.raw`\4`, String.raw`\1`);
  const after = failed.replaceAll(String.raw`\1`, String.raw`\3`);
  const forms: [RegExp, (groups: string[]) => [error: string, columns: string]][] = [
    [new RegExp(`${before}\\s+and\\s+${after}`, 'g'), (g) => [g[4] ?? '', g[1] ?? '']],
    [new RegExp(`${failed}\\s+and\\s+${named}`, 'g'), (g) => [g[2] ?? '', g[4] ?? '']],
    [new RegExp(failed, 'g'), (g) => [g[2] ?? '', g[1] ?? '']],
  ];
  const hits: Hit[] = [];
  const taken = (start: number) => hits.some((hit) => start >= hit.start && start < hit.end);
  for (const [pattern, partsOf] of forms) {
    for (const { start, end, groups } of matches(text, pattern)) {
      // What a comment says, or a text, is no condition.
      if (taken(start) || /\s/.test(code.charAt(start))) continue;
      const [error, columns] = partsOf(groups);
      const call = `is_unique_violation(${error}${columns === '' ? '' : `, "${columns}"`})`;
      const change = `O texto é só do SQLite: \`${call}\` de \`database_config.py\`.`;
      hits.push({ start, end, text: call, needs: ['is_unique_violation'], change });
    }
  }
  const others = matches(strings, /(?:UNIQUE|FOREIGN KEY|NOT NULL|CHECK) constraint failed/g);
  const change =
    'O texto é só do SQLite: capturar `IntegrityError`; a regra está em `e.orig.diag.constraint_name`.';
  return [
    ...hits,
    ...others
      .filter((match) => !taken(match.start))
      .map(({ start, end }) => ({ start, end, text: null, change })),
  ];
};

/** Whoever catches it may ask which rule it was. */
export const integrityErrors: PythonRule = ({ code }) =>
  matches(code, /\bexcept\b[^:\n]*\bIntegrityError\b/g).map(({ start, end }) => ({
    start,
    end,
    text: null,
    change:
      'Qual regra recusou: `violated_constraint(e)` de `database_config.py` (no PostgreSQL, `e.orig.diag.constraint_name`).',
  }));
