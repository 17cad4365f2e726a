import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from, to } from 'pg-copy-streams';
import { copyField, fieldValue } from '../../../electron/engine/convert/copytext.ts';

/** What PostgreSQL prints for texts that were loaded into a column of a type: COPY in, COPY out, nothing of ours between. */
export async function throughCopy(client: pg.Client, type: string, texts: string[]): Promise<string[]> {
  await client.query(
    `drop table if exists pg_temp.through; create temp table through (n integer, v ${type})`,
  );
  const lines = texts.map((text, i) => `${i}\t${copyField(text)}\n`);
  await pipeline(Readable.from(lines), client.query(from('copy pg_temp.through from stdin')));
  const out = client.query(to('copy (select v from pg_temp.through order by n) to stdout'));
  const chunks: Buffer[] = [];
  for await (const chunk of out) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks)
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => fieldValue(line) ?? 'NULL');
}

/** As the product's own sessions print values. */
export const sessionSql =
  "set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'postgres'; set bytea_output = 'hex'";
