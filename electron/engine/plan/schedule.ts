import type { Statement } from './ddl.ts';

/**
 * MiB for one process that sorts. More is slower: of the seven index builds of 3.3 million rows, two at a time, 32 MB
 * take 10.1 s of processor time, 64 MB 11.2, 96 MB 16.8, because a sorted run then fits the processor's cache and the
 * runs are merged in one go up to some 100 million rows. It is also the least with which PostgreSQL shares a build.
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-NOTES
 */
const sortMiB = 32;

/** What a server shares a build among besides the process that leads it, unless somebody has changed that. */
const usualHelpers = 2;

/** How a session builds indexes. */
export interface BuildSettings {
  /** `maintenance_work_mem`: of a build and its helpers together. */
  memory: string;
  /** `max_parallel_maintenance_workers`: no more than that. */
  helpers: number;
}

/**
 * Builds go on on all connections at once. Helpers beside them pay where there are cores left for them: on two cores the
 * same builds take 13.7 s of processor time with helpers and 10.9 without.
 * @param cores of the server; null where they are not known
 */
export function buildSettings(connections: number, cores: number | null): BuildSettings {
  const each = cores === null ? 1 + usualHelpers : Math.max(1, Math.floor(cores / connections));
  const helpers = Math.min(usualHelpers, each - 1);
  return { memory: `${sortMiB * (1 + helpers)}MB`, helpers };
}

/** A statement that waits to be run, with what it costs (any unit) as far as that can be told. */
export interface Step {
  statement: Statement;
  cost: number;
  /** Tables that no other statement may work on meanwhile. */
  alone: string[];
  /** Tables on which statements of the same sort may work side by side. */
  shared: string[];
  /** Must be done before, in any order. */
  after: Step[];
}

/** Rows up to which the work on a table takes no longer than to ask for it. */
const smallRows = 20_000;

export function isSmall(rows: number): boolean {
  return rows <= smallRows;
}

/**
 * Parts statements that work on small tables alone from all others: first those of one table, then what links two of
 * them. All keep their order; what is large may need what is small to be there, and never the other way round.
 * @param rowsOf rows of a target table.
 */
export function smallFirst(
  statements: readonly Statement[],
  rowsOf: (table: string) => number,
): { small: { own: Statement[]; links: Statement[] }; large: Statement[] } {
  const small = { own: [] as Statement[], links: [] as Statement[] };
  const large: Statement[] = [];
  for (const statement of statements) {
    const { table, references } = statement;
    const tables = [table ?? '', references ?? table ?? ''];
    if (!tables.every((each) => isSmall(rowsOf(each)))) large.push(statement);
    else (references === undefined ? small.own : small.links).push(statement);
  }
  return { small, large };
}

/** Deals statements out, each table to one of `n`, so that all have about as much to do. */
export function sharesOf(
  statements: readonly Statement[],
  n: number,
  weightOf: (table: string) => number,
): Statement[][] {
  const shares = Array.from({ length: n }, () => ({ statements: [] as Statement[], weight: 0 }));
  const byTable = [...Map.groupBy(statements, ({ table }) => table ?? '')].map(([table, own]) => {
    return { own, weight: own.length * weightOf(table) };
  });
  for (const { own, weight } of byTable.sort((a, b) => b.weight - a.weight)) {
    const least = shares.reduce((a, b) => (b.weight < a.weight ? b : a));
    least.statements.push(...own);
    least.weight += weight;
  }
  return shares.map((share) => share.statements);
}

/**
 * Orders keys, indexes and constraints by what PostgreSQL lets run at the same time: index builds of one table share
 * it, everything else has its table (a foreign key also its parent) for itself. Keys and unique indexes come before
 * the foreign keys that need them; a table's foreign keys wait for its indexes, so that no index build waits for them.
 * https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
 * @param rowsOf rows of a target table.
 */
export function stepsOf(statements: Statement[], rowsOf: (table: string) => number): Step[] {
  const steps = statements.map((statement): Step => {
    const table = statement.table ?? '';
    const cost = rowsOf(table);
    if (statement.kind === 'index') return { statement, cost, alone: [], shared: [table], after: [] };
    const alone = statement.references === undefined ? [table] : [table, statement.references];
    return { statement, cost, alone, shared: [], after: [] };
  });
  const of = (table: string) => steps.filter((s) => s.statement.table === table);
  for (const step of steps) {
    const { kind, table } = step.statement;
    if (kind === 'foreign key') {
      const needed = step.alone.flatMap(of);
      step.after = needed.filter((s) => s.statement.kind !== 'foreign key');
    } else if (kind === 'index' || kind === 'check') {
      // Keys first: they are what makes a table whole, and they cannot share it.
      step.after = of(table ?? '').filter(
        (s) => s.statement.kind === 'primary key' || s.statement.kind === 'unique',
      );
    }
  }
  return steps;
}

/** The dearest step that can begin while `running` is going on, or null when there is none yet. */
export function nextStep(waiting: readonly Step[], running: readonly Step[]): Step | null {
  const open = new Set<Step>([...waiting, ...running]);
  const free = waiting.filter(
    (step) => !step.after.some((s) => open.has(s)) && !running.some((r) => collide(step, r)),
  );
  return free.reduce<Step | null>((best, step) => (best && best.cost >= step.cost ? best : step), null);
}

function collide(a: Step, b: Step): boolean {
  const uses = (step: Step, table: string) => step.alone.includes(table) || step.shared.includes(table);
  return a.alone.some((table) => uses(b, table)) || b.alone.some((table) => uses(a, table));
}
