import { type Hit, matches, type SourceFile } from './types.ts';

const rules: [RegExp, string][] = [
  [
    /sqlite(?:\+\w+)?:\/\/\/[^\s"']*/g,
    'Com o `env.py` do kit não é mais lida; em outro lugar: os valores de `.env`.',
  ],
  [/\bsqlite3\b/g, 'No PostgreSQL: `psql` com os valores de `.env`; a cópia é `backup/backup.sh`.'],
  [
    /\bautocore\.db\b/g,
    'O arquivo não é mais o banco: `pg_dump`/`psql`, ou tirar. Um `cp` daqui não copia nada de novo.',
  ],
];

/** Settings and shell scripts that name the file. One place a line is enough to find it. */
export function textHits({ text }: SourceFile): Hit[] {
  const seen = new Set<number>();
  return rules.flatMap(([pattern, change]) =>
    matches(text, pattern).flatMap(({ start, end }) => {
      const line = text.lastIndexOf('\n', start - 1);
      const comment = /^\s*[#;]/.test(text.slice(line + 1, start));
      if (comment || seen.has(line)) return [];
      seen.add(line);
      return [{ start, end, text: null, change }];
    }),
  );
}
