import type {
  Choices,
  LeftOut,
  Measures,
  Plan,
  PlanTable,
  SourceSchema,
  SourceTable,
  TableProfile,
} from '../../../shared/model/index.ts';
import { splitFinding, splitOptions, wantsHypertable } from '../plan/hypertables.ts';
import { indexAlone } from '../plan/key-indexes.ts';
import { checksMade } from '../plan/made.ts';
import { caselessColumns, caseOptions } from '../plan/nocase.ts';
import { bulkOf } from '../plan/partitions.ts';
import { farIds, lastId } from '../source/ids.ts';
import { autocoreTables } from '../source/recognise.ts';
import { fold, quoteName } from '../source/sql.ts';
import type { Collision } from './collisions.ts';
import { columnFindings } from './column-findings.ts';
import { type Draft, draft } from './draft.ts';
import { strictFindings } from './future-findings.ts';
import { indexSizeFindings } from './future-indexes.ts';
import { foreignKeyFindings } from './future-keys.ts';
import { brokenCondition, orphanCondition } from './measure.ts';
import { sizeFindings } from './size-findings.ts';

/**
 * Everything worth knowing before a run: a pure function of what was measured and planned.
 * @param hypertables whether the server that is known by now can make them
 */
export function findingsOf(
  schema: SourceSchema,
  measures: Measures,
  plan: Plan,
  collisions: readonly Collision[],
  decisions: Choices['decisions'],
  hypertables: boolean,
): Draft[] {
  const known = new Set(autocoreTables.map((name) => fold(name)));
  return [
    ...(plan.source.autocore === null ? [draft('source.notAutocore', 'note')] : []),
    ...strictFindings(schema, plan),
    ...plan.tables.flatMap((table) => {
      const source = schema.tables.find((t) => t.name === table.source);
      const profile = measures.tables.find((t) => t.table === table.source);
      if (!source || !profile) return [];
      const isKnown = plan.source.autocore === null || known.has(fold(table.source));
      return [
        ...(isKnown ? [] : [draft('table.unknown', 'note', { table: table.source, count: profile.rows })]),
        ...tableFindings(source, profile, table),
        ...table.columns.flatMap((column) => columnFindings(source, profile, table, column, measures, plan)),
        ...ruleFindings(schema, source, table, plan),
        ...foreignKeyFindings(schema, source, table, plan),
        ...indexSizeFindings(table, plan),
        ...caseFindings(schema, source, table),
        ...clockFindings(table, decisions),
        ...splitFindings(table, decisions, hypertables),
        ...sizeFindings(table, plan, schema.encoding),
      ];
    }),
    ...collisions.map(collisionFinding),
    ...virtualFindings(schema),
    ...leftOutFindings(plan),
    ...unparsedFindings(schema),
  ];
}

export function unparsedFindings(schema: SourceSchema): Draft[] {
  return schema.tables.flatMap((t) =>
    t.unparsed === null
      ? []
      : [draft('table.unparsed', 'note', { table: t.name, params: { reason: t.unparsed } })],
  );
}

function tableFindings(source: SourceTable, profile: TableProfile, table: PlanTable): Draft[] {
  const found: Draft[] = [];
  const at = { table: table.source };
  if (table.source !== table.target)
    found.push(draft('table.renamed', 'note', { ...at, params: { name: table.target } }));
  if (source.primaryKey.length === 0)
    found.push(draft('table.noKey', 'note', { ...at, count: profile.rows }));
  if (profile.columns[source.rowidAlias ?? '']?.maxInteger === lastId) {
    const id = source.rowidAlias as string;
    const params = { next: table.columns.find((c) => c.source === id)?.identity?.start ?? '' };
    found.push(
      draft('id.last', 'note', {
        ...at,
        column: id,
        count: null,
        where: `${quoteName(id)} >= ${farIds}`,
        params,
      }),
    );
  }
  const nullKeys = source.primaryKey.filter((name) => (profile.columns[name]?.nulls ?? 0) > 0);
  if (nullKeys.length > 0) {
    const where = nullKeys.map((name) => `${quoteName(name)} is null`).join(' or ');
    found.push(
      draft('key.nulls', 'note', { ...at, count: null, where, params: { columns: nullKeys.join(', ') } }),
    );
  }
  for (const unique of source.uniques) {
    const nulls = unique.columns.filter((name) => (profile.columns[name]?.nulls ?? 0) > 0);
    if (nulls.length === 0) continue;
    const where = nulls.map((name) => `${quoteName(name)} is null`).join(' or ');
    const params = { columns: unique.columns.join(', ') };
    found.push(
      draft('unique.nulls', 'note', { ...at, detail: unique.columns.join(','), count: null, where, params }),
    );
  }
  if (fold(table.source) === 'vehicles' && profile.rows > 1) {
    // AutoCore knows one vehicle. Which one is meant is for a person to say; all of them stay.
    found.push(
      draft('vehicles.several', 'blocker', {
        ...at,
        count: profile.rows,
        where: '1',
        options: ['keepAll'],
        mustDecide: true,
      }),
    );
  }
  return found;
}

/** Rows that break the rules their table has: they stay, and the rule holds for new rows. */
function ruleFindings(schema: SourceSchema, source: SourceTable, table: PlanTable, plan: Plan): Draft[] {
  const options = ['notValid', 'leaveOut'];
  const orphans = table.foreignKeys
    .filter((fk) => fk.orphans > 0)
    .map((fk) => {
      const names = fk.columns.map((c) => table.columns.find((p) => p.target === c)?.source ?? c);
      const own = source.foreignKeys.find((f) => fold(f.columns.join('\0')) === fold(names.join('\0')));
      const where = own ? orphanCondition(schema, own) : null;
      const params = { columns: names.join(', '), parent: fk.references };
      const at = { table: table.source, detail: fk.name, count: fk.orphans, shows: names[0] ?? null };
      return draft('rows.orphans', 'warning', { ...at, params, options, where });
    });
  const made = checksMade(source, table, plan.leftOut);
  const checks = table.checks
    .filter((check) => check.violations > 0)
    .map((check) => {
      const own = source.checks[made.indexOf(check)];
      const where = own ? brokenCondition(source, own) : null;
      const at = { table: table.source, detail: check.name, count: check.violations };
      return draft('rows.checkViolated', 'warning', { ...at, params: { name: check.name }, options, where });
    });
  return [...orphans, ...checks];
}

/** Columns that SQLite compares without case: keys keep that, what the application compares and sorts does not. */
function caseFindings(schema: SourceSchema, source: SourceTable, table: PlanTable): Draft[] {
  const columns = source.columns
    .filter((c) => c.collation === 'NOCASE')
    .filter((c) => table.columns.some((p) => p.source === c.name && p.conversion === 'text'))
    .map((c) => c.name);
  if (columns.length === 0) return [];
  const params = { columns: columns.join(', ') };
  // An application's own tables have the types that it gave them.
  const able = table.adopted ? [] : caselessColumns(source, schema).filter((name) => columns.includes(name));
  const options = able.length > 0 ? caseOptions : [];
  return [draft('text.nocase', 'note', { table: table.source, count: columns.length, params, options })];
}

/** Months far from the bulk of the data: a clock that stood in 1970, a GPS fix of 2080. */
function clockFindings(table: PlanTable, decisions: Choices['decisions']): Draft[] {
  return table.columns.flatMap((column) => {
    const months = column.facts.time?.months ?? [];
    const bulk = bulkOf(months);
    const first = bulk[0];
    const last = bulk[bulk.length - 1];
    if (first === undefined || last === undefined) return [];
    const outside = months.filter((m) => m.month < first || m.month > last).reduce((n, m) => n + m.rows, 0);
    if (outside === 0) return [];
    const c = quoteName(column.source);
    const where = `(${c} < '${first}' or ${c} > '${last}~')`;
    // Who chose to have no partitions can choose otherwise again.
    const isChosen = decisions[`clock.outliers:${table.source}.${column.source}`] === 'noPartitions';
    const isApart = table.partitions?.column === column.target;
    const options = isApart || isChosen ? ['defaultPartition', 'noPartitions'] : [];
    const params = {
      ...{ first, last, min: column.facts.time?.min ?? '', max: column.facts.time?.max ?? '' },
      ...(isApart ? {} : { said: 'together' }),
    };
    return [
      draft('clock.outliers', 'note', {
        table: table.source,
        column: column.source,
        count: outside,
        params,
        options,
        where,
      }),
    ];
  });
}

/** How a table is split by time: a question where its server has another way, or somebody has chosen it already. */
function splitFindings(table: PlanTable, decisions: Choices['decisions'], hypertables: boolean): Draft[] {
  const isChosen = wantsHypertable(table.source, decisions) && !table.adopted;
  const said = { table: table.source, options: splitOptions };
  if (!table.partitions && !table.hypertable)
    return isChosen ? [draft(splitFinding, 'warning', { ...said, params: { said: 'whole' } })] : [];
  const isAsked = hypertables || decisions[`${splitFinding}:${table.source}`] !== undefined;
  return isAsked ? [draft(splitFinding, 'note', said)] : [];
}

/** Repairs may make two keys of one; the rows all stay, and the rule goes. */
function collisionFinding({ table, name, columns, rows, samples }: Collision): Draft {
  const params = { name, columns: columns.join(', ') };
  return draft('key.collides', 'warning', { table, detail: name, count: rows, samples, params });
}

/** Rows in tables that a module of SQLite keeps: they come along as rows, or nobody can read them here. */
function virtualFindings({ tables, virtualTables }: SourceSchema): Draft[] {
  const names = tables.filter((t) => t.virtual !== undefined).map((t) => t.name);
  const own = draft('virtual.rows', 'note', { count: names.length, params: { names: names.join(', ') } });
  const lost = virtualTables
    .filter((v) => v.rows === 'unreadable')
    .map(({ name, module }) => {
      const params = { name, module };
      return draft('virtual.unreadable', 'blocker', {
        ...{ table: name, params, options: ['withoutRows'], mustDecide: true },
      });
    });
  return [...(names.length > 0 ? [own] : []), ...lost];
}

/** One finding for a kind of thing and its table: what is left out has no choice, and many of a kind say the same. */
export function leftOutFindings(plan: Plan): Draft[] {
  // What somebody gave up for an index is told with the choice.
  const told = plan.leftOut.filter((left) => left.reason !== indexAlone);
  const groups = Map.groupBy(told, ({ kind, table }) => JSON.stringify([kind, table]));
  return [...groups.values()].map((group) => {
    const [{ kind, table }] = group as [LeftOut, ...LeftOut[]];
    const names = group.map(({ name, reason }) => `${name} (${reason})`).join('; ');
    // For whoever reads in another language.
    const reasons = JSON.stringify(group.map(({ name, reason }) => [name, reason]));
    return draft(`leftOut.${kind.replace(' ', '')}`, 'note', {
      table,
      count: group.length,
      params: { names, reasons },
    });
  });
}
