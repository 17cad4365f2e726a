import { keyColumns, type PutInput, stage } from '../../diff/apply-rows.ts';
import { plannedRow } from '../../diff/changes-rows.ts';
import { readKey } from '../../load/keys.ts';
import { rowOrNull } from '../../load/row-reader.ts';
import { silently } from '../../load/silent.ts';
import { type StoodRow, stoodRows } from '../../target/adopted-rows.ts';
import { copyFrom } from '../../target/copy.ts';
import { qualified, quoteIdent } from '../../target/sql.ts';

/**
 * Gives an application rows back as they were: those that were replaced, or those that got other values, also by a later
 * catch-up. @param columns all columns that can be written, in the order in which the rows were noted.
 * @returns how many rows are other than before
 */
export async function giveBack(
  put: PutInput,
  columns: readonly string[],
  kind: 'changed' | 'replaced',
): Promise<number> {
  const { client, schema, table, signal, run } = put;
  const stood = await stoodRows(client, run, table.source);
  const rows = kind === 'replaced' ? stood.filter((s) => s.kind === kind) : overwritten(put, stood);
  if (rows.length === 0) return 0;
  const list = columns.map(quoteIdent).join(', ');
  const to = qualified(schema, table.target);
  const blocks = rows.map(({ was }) => Buffer.from(`${was}\n`));
  return silently(put, async () => {
    if (kind === 'replaced') {
      await copyFrom(client, `copy ${to} (${list}) from stdin`, blocks, signal);
      return rows.length;
    }
    await client.query(`drop table if exists ${stage}`);
    await client.query(
      `create temporary table autocore_stage on commit drop as select ${list} from ${to} with no data`,
    );
    await copyFrom(client, `copy ${stage} (${list}) from stdin`, blocks, signal);
    const keys = new Set(keyColumns(table).map((c) => c.target));
    const pair = (c: string) => `${quoteIdent(c)} = s.${quoteIdent(c)}`;
    const set = columns.filter((c) => !keys.has(c)).map(pair);
    const on = [...keys].map((c) => `t.${pair(c)}`).join(' and ');
    const updated =
      set.length > 0
        ? await client.query(`update ${to} t set ${set.join(', ')} from ${stage} s where ${on}`)
        : null;
    const added = await client.query(
      `insert into ${to} (${list}) overriding system value
       select ${list} from ${stage} s where not exists (select from ${to} t where ${on})`,
    );
    return (updated?.rowCount ?? 0) + (added.rowCount ?? 0);
  });
}

/** Rows that were matched, and those that were the same until the source changed and was followed. */
function overwritten({ db, table, encoding }: PutInput, stood: readonly StoodRow[]): StoodRow[] {
  if (table.compareKey === null) return [];
  const planned = plannedRow(db, table, encoding);
  const read = rowOrNull(db, table, table.read, encoding);
  // A row that the source has no more went with a catch-up.
  const nowOf = (key: string): string | null =>
    read(readKey(key)) === null ? null : (planned(readKey(key)).fields?.join('\t') ?? null);
  return stood.filter(
    (s) => s.readKey !== null && (s.kind === 'changed' || (s.kind === 'same' && nowOf(s.readKey) !== s.seen)),
  );
}
