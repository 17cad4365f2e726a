import type {
  AdoptedTable,
  Choices,
  ColumnFit,
  FoundColumn,
  PlanColumn,
  TableProfile,
  ValueForm,
} from '../../../../shared/model/index.ts';
import { adoptedType } from '../../convert/adopted-type.ts';
import { qualified, quoteIdent } from '../../target/sql.ts';
import type { Match } from './match.ts';
import { widened, widerType } from './widen.ts';

export interface ColumnsInput {
  match: Match;
  schema: string;
  profile: TableProfile;
  /** The columns as a plan of our own would have them. */
  own: readonly PlanColumn[];
  choices: Choices;
  /** The spelling that a column of the source has throughout, where it has one. */
  form(column: string): ValueForm | undefined;
}

export interface AdoptedColumns {
  columns: PlanColumn[];
  /** Columns of the source that have nowhere to go: their values stay with the exceptions. */
  nowhere: PlanColumn[];
  alters: AdoptedTable['alters'];
}

/** The columns of a table that the application made, for the source's columns of the same names. */
export function adoptedColumns(input: ColumnsInput): AdoptedColumns {
  const { match, schema, profile, own, choices } = input;
  const made: AdoptedColumns = { columns: [], nowhere: [], alters: [] };
  const table = qualified(schema, match.found?.name ?? '');
  const decided = (code: string, column: string) =>
    choices.decisions[`${code}:${match.source.name}.${column}`];
  for (const { source, found } of match.columns) {
    const facts = profile.columns[source.name];
    const ours = own.find((c) => c.source === source.name);
    if (!facts || !ours) continue;
    if (found === null || !takes(found)) {
      // What SQLite computes comes from the other columns.
      if (source.generated !== null) continue;
      if (found === null && decided('adopt.noColumn', source.name) === 'add') {
        made.alters.push(addedAlter(table, ours));
        made.columns.push({ ...ours, nullable: true, default: null, identity: null, generated: null });
      } else made.nowhere.push({ ...ours, nullable: true });
      continue;
    }
    const column = columnOf(input, made, found, ours);
    // The target computes it; what the file has goes nowhere, unless the two are to be compared.
    if (
      found.generated !== null &&
      source.generated === null &&
      decided('adopt.computed', source.name) !== 'compare'
    )
      made.nowhere.push({ ...ours, nullable: true });
    else made.columns.push(column);
  }
  for (const { name } of match.alone) {
    if (decided('adopt.noSource', name) !== 'nullable') continue;
    made.alters.push(nullableAlter(table, name));
  }
  return made;
}

/** False for a type that there is no way into. */
export function takes(found: FoundColumn): boolean {
  return adoptedType(found.facts) !== null;
}

function columnOf(
  input: ColumnsInput,
  made: AdoptedColumns,
  found: FoundColumn,
  ours: PlanColumn,
): PlanColumn {
  const { match, schema, choices } = input;
  const type = adoptedType(found.facts);
  if (type === null) throw new Error(`no way into ${found.type}`);
  const table = qualified(schema, match.found?.name ?? '');
  const own = `:${match.source.name}.${ours.source}`;
  const isId = match.source.rowidAlias === ours.source && found.sequence?.own && found.sequence.movable;
  const column: PlanColumn = {
    ...{ source: ours.source, target: found.name, type: found.type, planned: found.type },
    ...{ conversion: type.conversion, declined: ours.declined, nullable: !found.notNull, default: null },
    identity: isId && type.conversion === 'integer' ? { start: ours.identity?.start ?? '1' } : null,
    generated: found.generated,
    facts: ours.facts,
    ...(type.fit ? { fit: type.fit } : {}),
  };
  const form = input.form(ours.source);
  if (form) column.form = form;
  // Without its value a reference says something else: the row stays out, unless somebody decided so.
  const refers = match.found?.foreignKeys.some((k) => k.columns.includes(found.name));
  if (refers && ours.declined.length === 0) column.strict = true;
  for (const code of Object.keys(widened)) {
    if (choices.decisions[code + own] !== 'widen') continue;
    const wider = widerType(code, found, ours.facts);
    if (wider === null) continue;
    made.alters.push(...widerAlters(table, found, wider));
    column.type = wider;
    column.fit = widerFit(column.fit, code, ours.facts.maxChars, wider);
    if (column.conversion === 'real') column.conversion = 'double';
    if (wider === 'numeric') column.conversion = 'numeric';
  }
  if (found.canBeNull && choices.decisions[`adopt.notNull${own}`] === 'nullable') {
    made.alters.push(nullableAlter(table, found.name));
    column.nullable = true;
  }
  return column;
}

/** What makes a column of the target wider, and takes that back. @param table quoted, with its schema */
export function widerAlters(table: string, found: FoundColumn, wider: string): AdoptedTable['alters'] {
  const of = `alter table ${table} alter column ${quoteIdent(found.name)} type`;
  const alters = [{ sql: `${of} ${wider}`, undo: `${of} ${found.type}` }];
  // A serial's numbers come from a sequence as narrow as its column was.
  if (wider === 'bigint' && found.sequence?.owned && found.facts.name !== 'int8') {
    const { name } = found.sequence;
    const narrow = found.facts.name === 'int2' ? 'smallint' : 'integer';
    alters.push({ sql: `alter sequence ${name} as bigint`, undo: `alter sequence ${name} as ${narrow}` });
  }
  return alters;
}

/** What adds a column that only the source has, and takes it out. @param table quoted, with its schema */
export function addedAlter(table: string, ours: PlanColumn): AdoptedTable['alters'][number] {
  const c = quoteIdent(ours.target);
  return {
    sql: `alter table ${table} add column ${c} ${ours.type}`,
    undo: `alter table ${table} drop column ${c}`,
  };
}

/** What lets a column be empty, and takes that back. @param table quoted, with its schema */
export function nullableAlter(table: string, column: string): AdoptedTable['alters'][number] {
  const of = `alter table ${table} alter column ${quoteIdent(column)}`;
  return { sql: `${of} drop not null`, undo: `${of} set not null` };
}

/** What the wider type still asks for. */
function widerFit(fit: ColumnFit = {}, code: string, longest: number, wider: string): ColumnFit {
  const { length: _l, padded: _p, range: _r, precision: _n, scale: _s, decimals: _d, ...rest } = fit;
  if (code === 'text.tooLongFor' || code === 'text.blanks') return { ...rest, length: Math.max(longest, 1) };
  if (wider === 'bigint')
    return { ...rest, range: { min: String(-(2n ** 63n)), max: String(2n ** 63n - 1n) } };
  return rest;
}
