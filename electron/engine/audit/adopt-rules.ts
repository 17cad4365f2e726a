import type { Database } from 'better-sqlite3';
import type {
  AdoptedSchema,
  FoundForeignKey,
  FoundTable,
  Plan,
  PlanColumn,
  SourceSchema,
  SourceTable,
} from '../../../shared/model/index.ts';
import { exactColumns, exactValue, type TextEncoding } from '../convert/values.ts';
import { copyFieldOf } from '../load/fields.ts';
import { matchTables } from '../plan/adopt/match.ts';
import { quoteName } from '../source/sql.ts';
import { type CheckTrial, type CheckVerdict, trialName } from '../target/adopt-check.ts';
import { quoteIdent } from '../target/sql.ts';
import { linkOf } from './adopt-links.ts';

/** Rows of the source that a rule of the application's tables would refuse. */
export interface BrokenRule {
  code: 'adopt.unique' | 'adopt.orphans' | 'adopt.check';
  table: string;
  name: string;
  columns: string[];
  rows: number;
  /** SQLite's condition for them, for samples; null where only the server can tell. */
  where: string | null;
  /** What the server shows of them. */
  shown: string[];
  /** Somebody may make the rule hold for new rows only. */
  canWait: boolean;
}

export type AskServer = (trial: Omit<CheckTrial, 'signal'>) => Promise<CheckVerdict>;

/** Holds the rows against the keys, foreign keys and checks that stand in the target. */
export async function brokenRules(
  db: Database,
  schema: SourceSchema,
  plan: Plan,
  target: AdoptedSchema,
  ask: AskServer,
): Promise<BrokenRule[]> {
  const broken: BrokenRule[] = [];
  for (const { source, found } of matchTables(schema, target)) {
    const table = plan.tables.find((t) => t.source === source.name);
    if (!found || !table?.adopted) continue;
    const of = (name: string) => table.columns.find((c) => c.target === name);
    const base = { table: source.name, shown: [] };
    for (const key of found.keys) {
      const columns = key.columns.map(of);
      if (columns.some((c) => c === undefined || c.generated !== null)) continue;
      if (isUnique(source, columns as PlanColumn[])) continue;
      const { rows, where } = duplicates(db, source.name, columns as PlanColumn[]);
      const names = (columns as PlanColumn[]).map((c) => c.source);
      if (rows > 0)
        broken.push({
          ...base,
          code: 'adopt.unique',
          name: key.name,
          columns: names,
          rows,
          where,
          canWait: false,
        });
    }
    for (const key of found.foreignKeys) {
      const inPlan = plan.tables.some((t) => t.target === key.references);
      if (!inPlan) {
        const told = await askParent(db, source, key, of, found, schema.encoding as TextEncoding, ask);
        if (told !== null)
          broken.push({
            ...base,
            ...told,
            code: 'adopt.orphans',
            name: key.name,
            where: null,
            canWait: found.owned,
          });
        continue;
      }
      const where = linkOf(plan, table, key, '')?.missing ?? null;
      const rows = where === null ? 0 : count(db, source.name, where);
      if (rows > 0) {
        const columns = key.columns.map((c) => of(c)?.source ?? c);
        broken.push({
          ...base,
          code: 'adopt.orphans',
          name: key.name,
          columns,
          rows,
          where,
          canWait: found.owned,
        });
      }
    }
    const checks = [
      ...found.checks.map((c) => ({
        name: c.name,
        columns: c.columns,
        expression: c.expression,
        canWait: found.owned,
        as: null,
      })),
      ...found.columns.flatMap((c) =>
        c.domainChecks.map((expression) => ({
          ...{ name: `${c.type} (${c.name})`, columns: [c.name], canWait: false, expression },
          // It says VALUE, which a column of that name answers to; a text that says so stays one.
          as: 'value',
        })),
      ),
    ];
    for (const check of checks) {
      const columns = check.columns.map(of);
      if (columns.length === 0 || columns.some((c) => c === undefined || c.generated !== null)) continue;
      const own = columns as PlanColumn[];
      const verdict = await ask({
        expression: check.expression,
        columns: own.map((c) => ({ name: check.as ?? c.target, type: typeOf(found, c) })),
        owner: found.owned ? found.owner : null,
        lines: tuples(db, source.name, own, schema.encoding as TextEncoding),
      });
      if (verdict.rows === 0) continue;
      const names = own.map((c) => c.source);
      const told = { rows: verdict.rows, where: null, shown: verdict.samples };
      broken.push({
        code: 'adopt.check',
        table: source.name,
        name: check.name,
        columns: names,
        ...told,
        canWait: check.canWait,
      });
    }
  }
  return broken;
}

function count(db: Database, table: string, where: string): number {
  return db
    .prepare(`select count(*) from ${quoteName(table)} where ${where}`)
    .pluck()
    .get() as number;
}

/** Rows that have the same key as another one; NULL is like nothing else. */
function duplicates(db: Database, table: string, columns: PlanColumn[]): { rows: number; where: string } {
  const list = columns.map((c) => quoteName(c.source));
  // citext knows no case; what is equal beyond ASCII the server will tell.
  const isFolded = (c: PlanColumn) => /(^|\.)citext$/.test(c.type);
  const by = columns.map((c, i) => `${list[i]} collate ${isFolded(c) ? 'nocase' : 'binary'}`).join(', ');
  const given = list.map((c) => `${c} is not null`).join(' and ');
  const groups = `from ${quoteName(table)} where ${given} group by ${by} having count(*) > 1`;
  const rows = db
    .prepare(`select coalesce(sum(n - 1), 0) from (select count(*) as n ${groups})`)
    .pluck()
    .get();
  return { rows: rows as number, where: `(${list.join(', ')}) in (select ${list.join(', ')} ${groups})` };
}

/** True where the file itself keeps these columns unique, as the target does. */
function isUnique(source: SourceTable, columns: PlanColumn[]): boolean {
  const names = columns.map((c) => c.source);
  const plain = columns.every((c) => !c.fit?.collated && !c.fit?.padded);
  const same = (key: readonly string[]) => key.length === names.length && key.every((c) => names.includes(c));
  const keys = [
    ...(source.rowidAlias ? [[source.rowidAlias]] : []),
    ...(source.withoutRowid ? [source.primaryKey] : []),
    ...source.uniques.filter((u) => u.collations.every((c) => c === 'BINARY')).map((u) => u.columns),
  ];
  return plain && keys.some(same);
}

/** Rows without a parent in a table that the run does not fill: only the server knows what stands there. */
async function askParent(
  db: Database,
  source: SourceTable,
  key: FoundForeignKey,
  of: (name: string) => PlanColumn | undefined,
  found: FoundTable,
  encoding: TextEncoding,
  ask: AskServer,
): Promise<Pick<BrokenRule, 'columns' | 'rows' | 'shown'> | null> {
  const columns = key.columns.map(of);
  if (columns.some((c) => c === undefined)) return null;
  const own = columns as PlanColumn[];
  const given = own.map((c) => `${trialName(c.target)} is null`).join(' or ');
  const on = own
    .map((c, i) => `p.${quoteIdent(key.refColumns[i] ?? '')} = ${trialName(c.target)}`)
    .join(' and ');
  const verdict = await ask({
    expression: `${given} or exists (select from ${key.parent} p where ${on})`,
    columns: own.map((c) => ({ name: c.target, type: typeOf(found, c) })),
    lines: tuples(db, source.name, own, encoding),
    owner: found.owned ? found.owner : null,
  });
  if (verdict.rows === 0) return null;
  const { rows, samples: shown } = verdict;
  return { columns: own.map((c) => c.source), rows, shown };
}

function typeOf(found: FoundTable, column: PlanColumn): string {
  return found.columns.find((f) => f.name === column.target)?.baseType ?? column.type;
}

/** The values of some columns as COPY lines, each combination once, with the number of its rows. */
function* tuples(
  db: Database,
  table: string,
  columns: PlanColumn[],
  encoding: TextEncoding,
): Generator<Buffer> {
  const list = columns.map((c) => exactColumns(c.source)).join(', ');
  const by = columns
    .map((c) => `${quoteName(c.source)} collate binary, typeof(${quoteName(c.source)})`)
    .join(', ');
  const rows = db
    .prepare(`select ${list}, count(*) from ${quoteName(table)} group by ${by}`)
    .raw()
    .iterate() as IterableIterator<unknown[]>;
  for (const row of rows) {
    const fields = columns.map((c, i) =>
      copyFieldOf(c, exactValue(row[2 * i], row[2 * i + 1], encoding), []),
    );
    if (fields.some((f) => f === null)) continue;
    yield Buffer.from(`${[...fields, row[2 * columns.length]].join('\t')}\n`);
  }
}
