import { AppError } from '../../../shared/errors.ts';
import type { Choices, PlanColumn, SourceColumn } from '../../../shared/model/index.ts';
import { lastId } from '../source/ids.ts';
import { mentions } from '../source/literals.ts';
import { fold } from '../source/sql.ts';
import { type ColumnType, chooseType, integerType, refers, type TypeRules, textType } from './columns.ts';
import type { PlanInput } from './input.ts';
import { lengthsOf } from './lengths.ts';
import { Names, sequenceName } from './names.ts';
import { caseless, caselessColumns, wantsCaseless } from './nocase.ts';
import { type TableScope, translated } from './scope.ts';
import { columnTypeOf } from './set.ts';

/** Plans the columns of one table into its scope: names, types, ids. */
export function addColumns(scope: TableScope, isParent: boolean, input: PlanInput): void {
  const rules = { lengths: lengthsOf(input.profile, input.choices) };
  const columns = scope.source.columns.length;
  if (columns > mostColumns)
    throw new AppError('source.tooWide', { table: scope.source.name, columns, most: mostColumns });
  const names = new Names(systemColumns);
  const isCaseless = wantsCaseless(scope.source.name, input.choices.decisions);
  const folded = new Set(isCaseless ? caselessColumns(scope.source, input.schema) : []);
  for (const source of scope.source.columns) {
    const facts = scope.profile.columns[source.name];
    if (!facts) throw new Error(`column ${scope.source.name}.${source.name} was not profiled`);
    const isId = source.name === scope.source.rowidAlias;
    const found = isId ? integerType : plannedType(scope, source, facts, isParent, rules, input);
    const planned =
      folded.has(source.name) && found.conversion === 'text' ? { ...found, type: caseless } : found;
    const chosen = input.choices.types[`${scope.source.name}.${source.name}`];
    const type = chosen === undefined ? planned : withForm(columnTypeOf(chosen), planned);
    // https://www.postgresql.org/docs/current/sql-createtable.html: identities are integers
    if (isId && type.conversion !== 'integer')
      throw new AppError('usage', { reason: `${scope.source.name}.${source.name}: ${chosen}` });
    const target = names.take(source.name, 'column');
    const declined = declinedCauses(scope.source.name, source.name, input.choices);
    // A limit may lose a reference; where it loses none, nothing stays out.
    const isLimited = type.fit !== undefined && declined.length === 0;
    const strict = refers(scope.source, source) && (isLimited || wouldLose(scope, source, type, input));
    scope.columns.set(fold(source.name), {
      source: source.name,
      target,
      type: type.type,
      planned: planned.type,
      conversion: type.conversion,
      ...(type.fit && { fit: type.fit }),
      ...(type.form && { form: type.form }),
      declined,
      // A file that was changed by hand may hold NULL all the same: its rows stay.
      nullable: (!source.notNull || facts.nulls > 0) && !isId,
      default: null,
      identity: isId ? { start: nextId(scope, facts.maxInteger), ...sequenceOf(scope, target) } : null,
      generated: null,
      facts,
      ...(strict && { strict }),
    });
  }
  if (scope.columns.size !== scope.source.columns.length)
    throw new Error(`two columns of ${scope.source.name} were taken for one`);
}

/** Defaults and generated columns, when the types of all columns are settled; what has no place there is noted. */
export function addRules(scope: TableScope): void {
  for (const source of afterOneAnother(scope.source.columns)) {
    addExpressions(scope, source);
    leaveNotNullOut(scope, source);
  }
}

/** The type by the data, unless a finding about this column was decided in favour of another one. */
function plannedType(
  scope: TableScope,
  source: SourceColumn,
  facts: PlanColumn['facts'],
  isParent: boolean,
  rules: TypeRules,
  input: PlanInput,
): ColumnType {
  const own = `:${scope.source.name}.${source.name}`;
  const troubles = input.measures.troubles.filter(
    (t) => t.table === scope.source.name && t.column === source.name,
  );
  const { profile } = input;
  const found = chooseType(scope.source, source, facts, { isParent, profile, troubles, rules });
  if (found.fallback && input.choices.decisions[`type.fallback${own}`] === 'repair')
    return found.fallback.from;
  const decided = new Set(
    Object.entries(input.choices.decisions).flatMap(([id, option]) => (id.endsWith(own) ? [option] : [])),
  );
  if (decided.has('text')) return textType(facts);
  if (decided.has('timestamptz')) return { type: 'timestamp with time zone', conversion: 'timestamptz' };
  return decided.has('bigint') ? integerType : found;
}

/** What points to other rows is never emptied unless somebody says so: the row stays out as a whole. */
function wouldLose(
  scope: TableScope,
  source: SourceColumn,
  { conversion }: ColumnType,
  { measures, choices }: PlanInput,
): boolean {
  const { name } = scope.source;
  return measures.troubles
    .filter((t) => t.table === name && t.column === source.name && t.conversion === conversion && !t.instead)
    .flatMap((t) => t.causes)
    .some(({ code, lost }) => lost > 0 && choices.decisions[`${code}:${name}.${source.name}`] !== 'null');
}

/** A type that was chosen may be the planned one, whose values are spelled as they are. */
function withForm(chosen: ColumnType, { conversion, form }: ColumnType): ColumnType {
  return form && chosen.conversion === conversion ? { ...chosen, form } : chosen;
}

/** Causes whose repair somebody declined: `time.brazilian:devices.last_seen` decided as `null`. */
function declinedCauses(table: string, column: string, choices: Choices): string[] {
  const own = `:${table}.${column}`;
  return Object.entries(choices.decisions)
    .filter(([id, option]) => id.endsWith(own) && option === 'null')
    .map(([id]) => id.slice(0, -own.length))
    .sort();
}

/** https://www.postgresql.org/docs/current/limits.html */
const mostColumns = 1600;

/** https://www.postgresql.org/docs/current/ddl-system-columns.html */
const systemColumns = ['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'];

/** Generated columns behind those that they are made of; SQLite knows them in any order. */
function afterOneAnother(columns: readonly SourceColumn[]): SourceColumn[] {
  const done = columns.filter((c) => !c.generated);
  let open = columns.filter((c) => c.generated);
  while (open.length > 0) {
    const free = open.filter(
      (c) => !open.some((o) => o !== c && mentions(c.generated?.expression ?? '', o.name)),
    );
    // Two that name each other SQLite would not have taken; such names stand in a text.
    const next = free.length > 0 ? free : open;
    done.push(...next);
    open = open.filter((c) => !next.includes(c));
  }
  return done;
}

function addExpressions(scope: TableScope, source: SourceColumn): void {
  const column = scope.columns.get(fold(source.name)) as PlanColumn;
  const name = source.name;
  if (source.generated) {
    column.generated = translated(scope, {
      kind: 'generated',
      name,
      sql: source.generated.expression,
      use: 'generated',
      column,
    });
  } else if (
    source.default !== null &&
    column.identity === null &&
    !/^[(\s]*null[\s)]*$/i.test(source.default)
  ) {
    column.default = translated(scope, {
      kind: 'default',
      name,
      sql: source.default,
      use: 'default',
      column,
    });
  }
}

function leaveNotNullOut(scope: TableScope, source: SourceColumn): void {
  const nulls = scope.columns.get(fold(source.name))?.facts.nulls ?? 0;
  if (!source.notNull || nulls === 0) return;
  const name = `${source.name} not null`;
  const reason = `${nulls} rows have no value`;
  scope.leftOut.push({ kind: 'check', table: scope.source.name, name, sql: 'not null', reason });
}

/** The sequence behind an identity takes its name from table and column; another one where that is taken. */
function sequenceOf(scope: TableScope, column: string): { sequence?: string } {
  const usual = sequenceName(scope.target, column);
  const name = scope.relations.take(usual);
  return name === usual ? {} : { sequence: name };
}

/** One past the highest id there is or ever was; identities start at 1, also where all ids are negative. */
function nextId({ source, profile }: TableScope, highest: string | null): string {
  const next = (seen: (string | null)[]) =>
    seen.filter((v) => v !== null).reduce((max, v) => (BigInt(v) > max ? BigInt(v) : max), 0n) + 1n;
  const id = next([highest, source.sequence]);
  // SQLite looks for a free id below when the last one is taken; here they go on behind those that were counted.
  return String(id < 2n ** 63n ? id : next([highest === lastId ? profile.highestFree : highest]));
}
