import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import type { ExceptionSummary } from '../../../shared/model/index.ts';
import { fieldValue } from '../convert/copytext.ts';
import { wholeLines } from '../diff/lines.ts';
import { rename, rm } from '../system/files.ts';
import { copyTo } from '../target/copy.ts';
import { quoteLiteral } from '../target/sql.ts';

/**
 * Writes the ledger of a run to `exceptions.ndjson`, one line each, in the order of the load. It is streamed from the
 * target, which is the truth, so a file left behind by a crash is simply written anew.
 */
export async function exportExceptions(
  client: pg.Client,
  run: string,
  file: string,
  signal: AbortSignal,
): Promise<void> {
  const part = `${file}.part`;
  const sql = `copy (select record from autocore_migration.exception where run = ${quoteLiteral(run)} order by id) to stdout`;
  try {
    const lines = ndjson(wholeLines(copyTo(client, sql, signal)));
    await pipeline(Readable.from(lines), createWriteStream(part, { mode: 0o600 }), { signal });
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function* ndjson(buffers: AsyncIterable<Buffer>): AsyncGenerator<string> {
  for await (const buffer of buffers) {
    const lines = buffer.toString('utf8').split('\n').slice(0, -1);
    yield `${lines.map((line) => fieldValue(line) ?? '').join('\n')}\n`;
  }
}

/** Exceptions by table and cause. */
export async function summarise(client: pg.Client, run: string): Promise<ExceptionSummary[]> {
  const found = await client.query(
    `select source_table as "table", column_name as "column", action, code,
       min(reason) as reason, count(*) as count
     from autocore_migration.exception where run = $1::text
     group by 1, 2, 3, 4 order by 1, 2 nulls first, 3, 4`,
    [run],
  );
  return found.rows.map((r) => ({ ...r, count: Number(r.count) }) as ExceptionSummary);
}
