import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bringBack } from '../../../../electron/engine/report/exceptions/bring-back.ts';
import { nowOf, placeOf } from '../../../../electron/engine/report/exceptions/kept.ts';
import { qualified, quoteIdent } from '../../../../electron/engine/target/sql.ts';
import { translator } from '../../../../shared/messages/index.ts';
import type { ExceptionRecord, Plan, Profile } from '../../../../shared/model/index.ts';
import { firstOf } from '../../../helpers/long.ts';
import { migratedSample } from '../../../helpers/migrated.ts';
import { withPg } from '../../../helpers/postgres.ts';

const t = translator('en');

/** The statement at the end, as it is when somebody has taken the dashes away. */
function freed(sql: string): string {
  const lines = sql
    .split('\n')
    .map((line) => line.replace(/^-- (?=update |where | {2}|insert |overriding |values |\);)/, ''));
  return lines.filter((line) => !line.startsWith('-- ')).join('\n');
}

it.each<Profile>(firstOf(['compatible', 'enhanced']))(
  'finds in the target what it speaks of: %s',
  async (profile) => {
    const { workspace, state, url } = await migratedSample({ rows: 500, dirty: true, profile });
    const folder = join(workspace, 'runs', state.id);
    const plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as Plan;
    const records = readFileSync(join(folder, 'exceptions.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ExceptionRecord);
    expect(records.length).toBeGreaterThan(20);
    await withPg(url, async (client) => {
      for (const record of records) {
        const place = placeOf(plan, record.table) ?? expect.unreachable();
        const sql = bringBack(record, place, 'public', t);
        const name = `${record.table}.${record.column} ${JSON.stringify(record.key)}`;
        await client.query('begin');
        if (record.action === 'quarantined') {
          // As it was copied: nothing, or one row, or refused for what is in it, not for how it is written.
          const copied = await client.query(sql).then(
            ({ rowCount }) => rowCount,
            ({ code }: { code?: string }) => (/^2[23]/.test(code ?? '') ? 'refused' : code),
          );
          expect([null, 1, 'refused'], `${name}\n${sql.slice(0, 2000)}`).toContain(copied);
          await client.query('rollback');
          continue;
        }
        // What the row of the exception has now is what is said of it.
        const column =
          place.table.columns.find(({ source }) => source === record.column) ?? expect.unreachable();
        const key = Object.entries(record.key).map(([source, value]) => {
          const target = place.table.columns.find((each) => each.source === source)?.target ?? source;
          return `${quoteIdent(target)}::text = '${String(value)}'`;
        });
        const seen = await client.query({
          text: `select ${quoteIdent(column.target)} as v from ${qualified('public', place.table.target)} where ${key.join(' and ')}`,
          // As PostgreSQL prints it.
          types: { getTypeParser: () => (text: string) => text },
        });
        expect([{ kind: 'value', text: seen.rows[0]?.v ?? null }], name).toEqual([nowOf(record, place)]);
        const done = await client.query(freed(sql));
        expect([done.command, done.rowCount], `${name}\n${sql.slice(0, 2000)}`).toEqual(['UPDATE', 1]);
        await client.query('rollback');
      }
    });
  },
);
