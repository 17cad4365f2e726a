import type {
  AdoptedSchema,
  AdoptedTable,
  FoundForeignKey,
  LeftOut,
  Plan,
  PlanForeignKey,
  PlanTable,
  ValueForm,
} from '../../../../shared/model/index.ts';
import { qualified, quoteIdent } from '../../target/sql.ts';
import { buildPlan } from '../build.ts';
import type { PlanInput } from '../input.ts';
import { adoptedColumns } from './columns.ts';
import { adoptedCompareKey } from './compare.ts';
import { lacking } from './lacking.ts';
import { type Match, matchTables } from './match.ts';
import { wavesOf } from './order.ts';

export interface AdoptInput extends PlanInput {
  target: AdoptedSchema;
  /** The spelling that a column of the source has throughout. */
  form(table: string, column: string): ValueForm | undefined;
}

/**
 * The plan for a source whose tables the application made: everything is as it stands in the target, and what a person
 * decided. Tables that it lacks are planned as they would be otherwise where somebody chose so.
 */
export function buildAdopted(input: AdoptInput): Plan {
  const { schema, target, choices } = input;
  const own = buildPlan({ ...input, extras: false });
  const matches = matchTables(schema, target);
  const option = (code: string, name: string) => choices.decisions[`${code}:${name}`];
  const roleOf = (match: Match): AdoptedTable['use'] => {
    if (match.bookkeeping) return 'bookkeeping';
    const { name } = match.source;
    if (match.found === null) return 'setAside';
    return match.alone.some((c) => option('adopt.noSource', `${name}.${c.name}`) === 'setAside')
      ? 'setAside'
      : 'load';
  };
  const loaded = matches.filter((m) => roleOf(m) === 'load');
  // A rule that somebody decided to hold for new rows only is away while rows come in.
  const held = (match: Match): FoundForeignKey[] =>
    (match.found?.foreignKeys ?? []).filter(
      (k) => option('adopt.orphans', `${match.source.name}.${k.name}`) !== 'notValid',
    );
  const waves = wavesOf(loaded.flatMap((m) => (m.found ? [{ ...m.found, foreignKeys: held(m) }] : [])));
  const leftOut: LeftOut[] = own.leftOut.filter(
    (l) => l.kind === 'view' || l.kind === 'trigger' || l.kind === 'virtual table',
  );
  leftOut.push(...programsLeftOut(own));
  const tables = matches.map((match): PlanTable => {
    const ours = own.tables.find((t) => t.source === match.source.name);
    const profile = input.measures.tables.find((t) => t.table === match.source.name);
    if (!ours || !profile) throw new Error(`table ${match.source.name} was not planned`);
    const { found } = match;
    if (found === null && !match.bookkeeping && option('adopt.noTable', match.source.name) === 'create') {
      return { ...withoutTriggers(ours), foreignKeys: [] };
    }
    const bare = {
      ...withoutTriggers(ours),
      primaryKey: null,
      uniques: [],
      checks: [],
      indexes: [],
      foreignKeys: [],
      partitions: null,
    };
    const role = roleOf(match);
    if (found === null || role !== 'load') {
      const adopted = { ...nothing, use: role, owned: found?.owned ?? false };
      return { ...bare, target: found?.name ?? match.source.name, adopted };
    }
    const columns = adoptedColumns({
      ...{ match, schema: target.schema, profile, own: ours.columns, choices },
      form: (column) => input.form(match.source.name, column),
    });
    leftOut.push(...lacking(match, matches));
    const compareKey = adoptedCompareKey(match, columns.columns, profile);
    const keys = columns.columns.filter((c) => compareKey?.includes(c.source)).map((c) => c.target);
    const waiting = held(match).filter((k) => k.columns.some((c) => waves.late.get(found.name)?.includes(c)));
    // A value that is filled later finds its row by the key, and what hangs on a row is found by the same.
    const canWait = waiting.every(
      (k) => keys.length > 0 && (k.references !== found.name || k.refColumns.every((c) => keys.includes(c))),
    );
    const closed = [
      ...waves.closed.filter((c) => c.table === found.name).map((c) => c.key),
      ...(canWait ? [] : waiting),
    ];
    return {
      ...bare,
      target: found.name,
      columns: columns.columns,
      compareKey,
      foreignKeys: held(match)
        .filter((k) => k.references !== null)
        .map(planned),
      adopted: {
        use: role,
        there:
          found.rows === 0
            ? null
            : { rows: found.rows, policy: policyOf(option('adopt.rowsThere', match.source.name)) },
        wave: waves.wave.get(found.name) ?? 0,
        late: canWait ? (waves.late.get(found.name) ?? []) : [],
        alters: [
          ...columns.alters,
          ...closed.map((key) => withoutKey(qualified(target.schema, found.name), key)),
          ...notValid(match, target.schema, option),
        ],
        silent: found.owned ? found.triggers.filter((t) => t.enabled === 'O' || t.enabled === 'A') : [],
        sequences: found.columns.flatMap((c) =>
          c.sequence?.movable && /^int[248]$/.test(c.facts.name)
            ? [{ column: c.name, name: c.sequence.name }]
            : [],
        ),
        key: compareKey,
        owned: found.owned,
        nowhere: columns.nowhere,
      },
    };
  });
  const isAside = (t: PlanTable) => t.adopted !== undefined && t.adopted.use !== 'load';
  const inTarget = tables.filter((t) => !isAside(t));
  inTarget.sort((a, b) => (a.adopted?.wave ?? -1) - (b.adopted?.wave ?? -1));
  const nothingElse = { extraObjects: [], views: [], triggers: [] };
  return { ...own, tables: inTarget, aside: tables.filter(isAside), ...nothingElse, leftOut };
}

/** Nothing but rows comes into the tables of an application: it has views and triggers of its own, or wants none. */
function programsLeftOut({ views = [], triggers = [] }: Plan): LeftOut[] {
  const reason = 'the tables are made by the application';
  return [
    ...views.map(
      ({ source: name, original: sql }): LeftOut => ({ kind: 'view', table: null, name, sql, reason }),
    ),
    ...triggers.map(
      ({ source: name, table, original: sql }): LeftOut => ({ kind: 'trigger', table, name, sql, reason }),
    ),
  ];
}

function withoutTriggers({ triggers: _, ...table }: PlanTable): PlanTable {
  return table;
}

const nothing = {
  there: null,
  wave: 0,
  late: [],
  alters: [],
  silent: [],
  sequences: [],
  nowhere: [],
  key: null,
};

function policyOf(option: string | undefined): 'keep' | 'replace' | 'match' {
  return option === 'replace' || option === 'match' ? option : 'keep';
}

function planned(key: NonNullable<Match['found']>['foreignKeys'][number]): PlanForeignKey {
  const action = (of: string) =>
    new RegExp(`on ${of} (no action|restrict|cascade|set null|set default)`, 'i').exec(key.definition)?.[1];
  return {
    ...{ name: key.name, columns: key.columns, references: key.references ?? '', refColumns: key.refColumns },
    onUpdate: (action('update') ?? 'NO ACTION').toUpperCase(),
    onDelete: (action('delete') ?? 'NO ACTION').toUpperCase(),
    ...{ deferrable: key.deferrable, orphans: 0, definition: key.definition },
  };
}

/** A circle of rows that must all be there at once: its rule comes back when they are. */
export function withoutKey(table: string, key: { name: string; definition: string }) {
  const c = quoteIdent(key.name);
  const drop = `alter table ${table} drop constraint`;
  const atEnd = `alter table ${table} add constraint ${c} ${key.definition}`;
  return { sql: `${drop} ${c}`, undo: `${drop} if exists ${c}; ${atEnd}`, atEnd };
}

/** Rules that rows break and that somebody chose to hold for new rows only. */
function notValid(match: Match, schema: string, option: (code: string, name: string) => string | undefined) {
  const { found, source } = match;
  if (found === null) return [];
  const table = qualified(schema, found.name);
  const rules = [
    ...found.checks.map((c) => ({ code: 'adopt.check', name: c.name, definition: c.definition })),
    ...found.foreignKeys.map((k) => ({ code: 'adopt.orphans', name: k.name, definition: k.definition })),
  ];
  return rules
    .filter(({ code, name }) => option(code, `${source.name}.${name}`) === 'notValid')
    .map((rule) => {
      const { sql, undo, atEnd } = withoutKey(table, rule);
      return { sql, undo, atEnd: `${atEnd.replace(/ not valid$/i, '')} not valid` };
    });
}
