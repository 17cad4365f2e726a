import type { Plan, PlanForeignKey, PlanTable } from '../../../../shared/model/index.ts';
import { fieldValue } from '../../convert/copytext.ts';
import { fillLateSql, lateColumns, latePart, waitingKeys, withoutLate } from '../../diff/adopted-sql.ts';
import { keyColumns, type PutInput, stage, stageLines } from '../../diff/apply-rows.ts';
import { quarantinedKeys } from '../../diff/ledger.ts';
import { wholeLines } from '../../diff/lines.ts';
import { rowFinder } from '../../diff/stood.ts';
import { orphan } from '../../load/adopted-causes.ts';
import { addRefused, noExceptions, writeExceptions } from '../../load/exceptions.ts';
import { type Key, keyText } from '../../load/keys.ts';
import { readBlocks } from '../../load/reader.ts';
import { silently } from '../../load/silent.ts';
import { stoodKeys } from '../../target/adopted-rows.ts';
import { withTransaction } from '../../target/connect.ts';
import { copyTo } from '../../target/copy.ts';
import { insertChunk } from '../../target/journal.ts';
import { referencesTo, refersTo } from '../../target/references.ts';
import { qualified, quoteIdent } from '../../target/sql.ts';
import { type AdoptWork, isDone } from './stock.ts';

const orphans = 'pg_temp."autocore_orphans"';

/** The wave behind which everything is in that the late columns of a table refer to. */
export function lateWave(plan: Plan, table: PlanTable): number {
  const waves = waitingKeys(table).map(
    (k) => plan.tables.find((t) => t.target === k.references)?.adopted?.wave ?? 0,
  );
  return Math.max(table.adopted?.wave ?? 0, ...waves);
}

/**
 * Fills the columns of a table that refer to rows of its own wave or a later one, now that these are in. A row whose
 * parent is not there goes to the exceptions, and whatever hangs on it: a foreign key is never emptied. Once for each
 * run.
 */
export async function fillLate(work: AdoptWork, table: PlanTable): Promise<void> {
  const { client, run, schema, db, encoding, signal } = work;
  const late = lateColumns(table);
  if (late.length === 0 || (await isDone(client, run, table, latePart))) return;
  const put: PutInput = { client, db, run, schema, table, encoding, signal };
  const columns = [...keyColumns(table), ...late];
  // Rows that stood there and are the same have these values already.
  const stood = await stoodKeys(client, run, table.source);
  const skip = await quarantinedKeys(client, run, table.source);
  for (const { kind, readKey } of stood) if (kind === 'same' && readKey) skip.add(readKey);
  const matched = new Set(stood.flatMap((s) => (s.kind === 'changed' && s.readKey ? [s.readKey] : [])));
  const lines = (function* () {
    const order = { order: table.read, encoding, after: null, skip };
    for (const block of readBlocks(db, table, { columns, ...order })) yield block.data;
  })();
  await withTransaction(client, () =>
    silently(put, async () => {
      await stageLines(put, columns, lines);
      await client.query(withoutLate(table));
      const gone = await takeOrphans(put, matched, work.signal);
      await client.query(fillLateSql(schema, table));
      await client.query('set constraints all immediate');
      await insertChunk(client, run, {
        ...{ table: table.source, part: latePart, seq: 1, lastKey: '[]', read: 0, ...gone },
      });
    }),
  );
}

/**
 * Takes rows out whose parent is not in the target. One that others refer to already, and one of the application's own,
 * cannot go: it stays as it is, and the validation will tell. Returns what that does to the account.
 */
async function takeOrphans(put: PutInput, matched: ReadonlySet<string>, signal: AbortSignal) {
  const { client, table, schema, db, encoding } = put;
  const keys = keyColumns(table);
  const list = (of: string) => keys.map((c) => `${of}.${quoteIdent(c.target)}`).join(', ');
  const on = (of: string, other = 'o') =>
    keys.map((c) => `${of}.${quoteIdent(c.target)} = ${other}.${quoteIdent(c.target)}`).join(' and ');
  const waiting = waitingKeys(table);
  const missing = waiting.map((key) => `(${given(key)} and not exists (${parentSql(schema, key)}))`);
  await client.query(`drop table if exists ${orphans}`);
  await client.query(
    `create temporary table autocore_orphans on commit drop as
     select ${list('s')}, false as autocore_stays from ${stage} s where ${missing.join(' or ')}`,
  );
  for (const key of waiting.filter((k) => k.references === table.target)) {
    for (let more = 1; more > 0; ) more = await addChildren(put, key, list);
  }
  const target = qualified(schema, table.target);
  for (const reference of await referencesTo(client, target)) {
    const isOwn = reference.quoted === target;
    const other = isOwn ? ` and not exists (select from ${orphans} x where ${on('c', 'x')})` : '';
    await client.query(
      `update ${orphans} o set autocore_stays = true where exists (
         select from ${target} p join ${reference.child} c on ${refersTo(reference)} where ${on('p')}${other})`,
    );
  }
  const going: Key[] = [];
  const find = rowFinder(db, table, encoding);
  let text = '';
  const sql = `copy (select ${list('o')}, row(${list('o')})::text from ${orphans} o where not o.autocore_stays) to stdout`;
  for await (const data of wholeLines(copyTo(client, sql, signal))) text += data.toString('utf8');
  const staying: string[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const fields = line.split('\t');
    const key = find(fields);
    if (key === null) throw new Error(`a row of ${table.source} is not in the snapshot: ${line}`);
    if (matched.has(keyText(key))) staying.push(fieldValue(fields.at(-1) ?? '') ?? '');
    else going.push(key);
  }
  await client.query(`delete from ${stage} s using ${orphans} o where ${on('s')}`);
  await client.query(
    `delete from ${target} t using ${orphans} o
     where ${on('t')} and not o.autocore_stays and row(${list('o')})::text <> all ($1::text[])`,
    [staying],
  );
  const before = await forget(put, going);
  const exceptions = noExceptions();
  for (const key of going) {
    addRefused(exceptions, put, { key, troubles: [], quarantined: true }, orphan.code, orphan.reason);
  }
  await writeExceptions(client, exceptions, signal);
  return {
    ...{ migrated: -going.length, quarantined: exceptions.quarantined },
    ...{ repaired: -before.repaired, nulled: -before.nulled },
  };
}

/** Rows that refer to one that goes. */
async function addChildren(
  { client }: PutInput,
  key: PlanForeignKey,
  list: (of: string) => string,
): Promise<number> {
  const on = key.columns.map((c, i) => `o.${quoteIdent(key.refColumns[i] ?? '')} = s.${quoteIdent(c)}`);
  const done = await client.query(
    `insert into ${orphans} select ${list('s')}, false from ${stage} s
      where exists (select from ${orphans} o where ${on.join(' and ')})
        and (${list('s')}) not in (select ${list('x')} from ${orphans} x)`,
  );
  return done.rowCount ?? 0;
}

function given(key: PlanForeignKey): string {
  return key.columns.map((c) => `s.${quoteIdent(c)} is not null`).join(' and ');
}

function parentSql(schema: string, key: PlanForeignKey): string {
  const on = key.columns.map((c, i) => `p.${quoteIdent(key.refColumns[i] ?? '')} = s.${quoteIdent(c)}`);
  return `select from ${qualified(schema, key.references)} p where ${on.join(' and ')}`;
}

/** Values of these rows that are in the ledger leave it: the whole row will be there. */
async function forget({ client, run, table }: PutInput, keys: Key[]) {
  const gone = await client.query<{ action: string }>(
    `delete from autocore_migration.exception
     where run = $1::text and source_table = $2::text and read_key = any($3::text[]) returning action`,
    [run, table.source, keys.map(keyText)],
  );
  const of = (action: string) => gone.rows.filter((r) => r.action === action).length;
  return { repaired: of('repaired'), nulled: of('nulled') };
}
