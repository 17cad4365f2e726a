import { type Hit, matches, type PythonRule } from './types.ts';

const sqliteUrl = /sqlite(\+\w+)?:\/\/\/(?!:memory:)/;

/** Where the engine is made: the URL of SQLite stays as what holds while DATABASE_TYPE says nothing else. */
export const engines: PythonRule = ({ code, strings }) => {
  const fixed = sqliteUrl.test(strings);
  const made = matches(code, /(?<![\w.])(?:(?:sqlalchemy|sa)\.)?(create_(?:async_)?engine)(?=\s*\()/g).filter(
    ({ start }) => !/\bdef\s+$/.test(code.slice(0, start)),
  );
  const hits = made.map(({ start, end, groups }): Hit => {
    if (groups[0] === 'create_async_engine') {
      return {
        start,
        end,
        text: null,
        change: 'Driver assíncrono (`postgresql+asyncpg`) com os valores de `.env`.',
      };
    }
    const text = 'create_database_engine';
    if (fixed) return { start, end, text, needs: [text], change: `\`${text}()\` de \`database_config.py\`.` };
    return { start, end, text: null, change: 'Se a URL é a do SQLite: `create_database_engine(url)`.' };
  });
  if (made.length > 0) return hits;
  return matches(strings, new RegExp(sqliteUrl, 'g')).map(({ start, end }) => ({
    start,
    end,
    text: null,
    change: 'URL fixa do SQLite: `get_database_url()` de `database_config.py`.',
  }));
};

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
const failed = String.raw`(['"])UNIQUE constraint failed(?::\s*([\w., ]+?))?\1\s+in\s+str\(\s*([\w.]+)\s*\)`;
const named = String.raw`(['"])([\w.]+)\4\s+in\s+str\(\s*[\w.]+\s*\)`;

/** The text of SQLite's error. PostgreSQL's holds the whole statement, in which every column's name is found. */
export const uniqueTexts: PythonRule = ({ text, strings }) => {
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
    for (const { start, end, groups } of matches(text, pattern).filter((match) => !taken(match.start))) {
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
