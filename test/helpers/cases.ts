import { expect, it } from 'vitest';
import type { ExceptionRecord, JsonValue } from '../../shared/model/index.ts';
import type { Hazard } from './hazard.ts';
import { problemsOf } from './oracle.ts';

/** One value in one row of a table, and what must become of it. */
export interface Case {
  what: string;
  column: string;
  /** The value as SQL. */
  sql: string;
  /** The target's text for it, null for NULL; `out` where the whole row stays out. */
  target: string | null | 'out';
  /** What the ledger says of it; absent where the value crosses exactly. */
  ledger?: { action: ExceptionRecord['action']; code: string; original: JsonValue };
}

export interface CaseTable {
  name: string;
  /** Declared type of each column, and a value that belongs there. */
  columns: Record<string, { type: string; good: string }>;
  cases: Case[];
}

const firstCase = 1;

/**
 * The table as SQL: `n` is its key, one row for each case (from 1 on, the other columns take what belongs there), and
 * below it as many rows of good values as keep the odd ones a minority.
 */
export function caseSql({ name, columns, cases }: CaseTable): string {
  const names = Object.keys(columns);
  const insert = (n: number, values: string[]) =>
    `insert into "${name}" values (${[n, ...values].join(', ')});`;
  const good = names.map((c) => columns[c]?.good ?? 'null');
  const declared = names.map((c) => `"${c}" ${columns[c]?.type}`);
  return [
    `create table "${name}" (n integer primary key, ${declared.join(', ')});`,
    // One in twenty is the most that a column keeps its type with.
    `with recursive rows(n) as (select 1 union all select n + 1 from rows where n < ${20 + 20 * cases.length})
     insert into "${name}" select -n, ${good.join(', ')} from rows;`,
    ...cases.map((each, i) =>
      insert(
        firstCase + i,
        names.map((c, at) => (c === each.column ? each.sql : (good[at] as string))),
      ),
    ),
  ].join('\n');
}

/** Declares a test for each case, and one for what is true of all of them together. */
export function testCases(tables: CaseTable[], hazard: () => Hazard): void {
  for (const table of tables) {
    it.each(table.cases.map((each, i) => [each.what, each, firstCase + i] as const))(
      `${table.name}: %s`,
      (_, each, n) => expectCase(hazard(), table, each, n),
    );
    it(`${table.name}: nothing else happened, and the account adds up`, async () => {
      const h = hazard();
      expect(await problemsOf(h, table.name)).toEqual([]);
      const expected = table.cases.filter((c) => c.ledger);
      expect(h.ledger(table.name)).toHaveLength(expected.length);
      const { source, migrated, quarantined } = h.account(table.name);
      expect(source).toBe(migrated + quarantined);
      expectCertificate(h, table);
    });
  }
}

async function expectCase(h: Hazard, table: CaseTable, each: Case, n: number): Promise<void> {
  const target = await h.rows(`select "${each.column}" from "${table.name}" where n = ${n}`);
  expect(target).toEqual(each.target === 'out' ? [] : [[each.target]]);
  const own = h.ledger(table.name).filter((e) => e.key.n === n);
  if (!each.ledger) {
    expect(own).toEqual([]);
    return;
  }
  const { action, code, original } = each.ledger;
  expect(own).toEqual([
    {
      table: table.name,
      key: { n },
      column: each.column,
      action,
      code,
      reason: expect.stringMatching(/\w/),
      ...(action === 'repaired' ? { stored: each.target } : {}),
      row: expect.objectContaining({ n, [each.column]: original }),
    },
  ]);
  const alike = table.cases.filter((c) => c.column === each.column && c.ledger?.code === code);
  const finding = h.findings(table.name, each.column).find((f) => f.code === code);
  expect(finding, `a finding ${code}`).toBeDefined();
  expect(finding?.count).toBe(alike.length);
  const keys = finding?.samples.map((s) => s.key?.n) ?? [];
  const expected = alike.map((c) => firstCase + table.cases.indexOf(c));
  expect(keys.length).toBe(Math.min(alike.length, 3));
  expect(expected).toEqual(expect.arrayContaining(keys));
}

/** The certificate counts the exceptions by place and cause. */
function expectCertificate(h: Hazard, table: CaseTable): void {
  const causes = new Map<string, number>();
  for (const { column, ledger } of table.cases) {
    if (!ledger) continue;
    const cause = `${column} ${ledger.action} ${ledger.code}`;
    causes.set(cause, (causes.get(cause) ?? 0) + 1);
  }
  const said = h.certificate.exceptions
    .filter((e) => e.table === table.name)
    .map((e) => [`${e.column} ${e.action} ${e.code}`, e.count] as const);
  expect(new Map(said)).toEqual(causes);
}

/** No row and no object differs, and the certificate says so. */
export function expectIdentical(h: Hazard): void {
  expect(h.state.validation).toMatchObject({ status: 'identical', differences: 0, samples: [] });
  expect(h.state.objects.missing).toEqual([]);
  expect(h.state.status).toBe('succeeded');
  expect(h.certificate.outcome).toBe('identical');
  expect(h.certificate.tables.every((t) => t.addsUp && t.sameDigest)).toBe(true);
}
