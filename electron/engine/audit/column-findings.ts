import type {
  Cause,
  ColumnTroubles,
  Measures,
  Plan,
  PlanColumn,
  PlanTable,
  Sample,
  SourceTable,
  TableProfile,
  ValueForm,
} from '../../../shared/model/index.ts';
import { formName } from '../convert/formed.ts';
import { isGrowing, jsonColumnsOf, roomFor, writesFractions } from '../plan/autocore.ts';
import { changedBy, refers, roomiest, wantedType } from '../plan/columns.ts';
import { kindOf } from '../plan/kinds.ts';
import { caseless } from '../plan/nocase.ts';
import { fold, quoteName } from '../source/sql.ts';
import { richConversions } from './candidates.ts';
import { type Draft, draft } from './draft.ts';
import { troublesFor } from './troubles.ts';

/** What is worth knowing of one column: values that change, and types that are not the declared ones. */
export function columnFindings(
  source: SourceTable,
  profile: TableProfile,
  table: PlanTable,
  column: PlanColumn,
  measures: Measures,
  plan: Plan,
): Draft[] {
  const declared = source.columns.find((c) => c.name === column.source);
  const p = profile.columns[column.source];
  if (!declared || !p) return [];
  const at = { table: table.source, column: column.source };
  const own = measures.troubles.filter((t) => t.table === table.source && t.column === column.source);
  const found: Draft[] = [];
  if (declared.notNull && p.nulls > 0) {
    const where = `${quoteName(column.source)} is null`;
    found.push(draft('column.nulls', 'note', { ...at, count: p.nulls, where }));
  }
  const troubles = troublesFor(own, table.source, column);
  for (const cause of troubles?.causes ?? []) {
    found.push(valueFinding(at, column, cause, declared.notNull, refers(source, declared)));
  }
  const wanted = wantedType(source, declared, p, roomiest);
  const isPlanned = column.type === column.planned && !isRich(column);
  if (column.tied !== undefined) found.push(tiedFinding(at, column, column.tied));
  if (column.form && column.form.kind !== 'number' && isPlanned)
    found.push(formFinding(at, column, troubles ? changedBy(troubles) : 0));
  else if (column.tied === undefined && column.conversion !== wanted.conversion && isPlanned) {
    const causes = own.find((t) => t.conversion === wanted.conversion && !t.instead)?.causes ?? [];
    const count = causes.reduce((n, c) => n + c.repaired + c.lost, 0);
    // The type that is taken does not hold all of them as they are either.
    const others = troubles ? changedBy(troubles) : 0;
    const said = others > 0 ? { said: 'changed', others } : {};
    const params = { declared: declared.type, wanted: wanted.type, type: column.type, ...said };
    const samples = causes.flatMap((c) => c.samples.map(asTaken(column))).slice(0, 5);
    if (count > 0)
      found.push(
        draft('type.fallback', 'warning', { ...at, count, params, samples, options: ways(column, causes) }),
      );
  }
  found.push(...widthFindings(at, declared.type, column, source.rowidAlias === column.source));
  if (column.type !== column.planned) {
    found.push(
      draft('type.chosen', 'note', { ...at, params: { planned: column.planned, type: column.type } }),
    );
  }
  if (column.source !== column.target)
    found.push(draft('column.renamed', 'note', { ...at, params: { name: column.target } }));
  found.push(...richFindings(at, table, column, own, plan));
  return found;
}

/** What else can become of a column whose values do not fit the declared type. */
function ways(column: PlanColumn, causes: readonly Cause[]): string[] {
  const zoned = causes.some(({ code }) => code === 'time.offset') ? ['timestamptz'] : [];
  return column.conversion === 'text' ? ['text', ...zoned, 'repair'] : ['asIs', ...zoned, 'repair', 'text'];
}

/** A column that got the type of the one that a foreign key ties it to: PostgreSQL compares no text with a number. */
function tiedFinding(at: { table: string; column: string }, column: PlanColumn, to: string): Draft {
  return draft('type.tied', 'note', { ...at, count: valuesOf(column), params: { type: column.type, to } });
}

function valuesOf({ facts: { integers, reals, texts, blobs } }: PlanColumn): number {
  return integers + reals + texts + blobs;
}

/**
 * Values that are all spelled in one way that the declared type does not expect, and that can be undone exactly.
 * @param others values that are not, each of which has a finding of its own
 */
function formFinding(at: { table: string; column: string }, column: PlanColumn, others: number): Draft {
  const form = column.form as ValueForm;
  const options =
    form.kind === 'epoch' && column.facts.reals === 0 ? ['asIs', 'bigint', 'text'] : ['asIs', 'text'];
  const params = { type: column.type, form: formName(form) };
  return draft('type.form', 'note', { ...at, count: valuesOf(column) - others, params, options });
}

/** A sample that was taken for the wanted type, as the type that is taken instead holds it. */
function asTaken(column: PlanColumn): (sample: Sample) => Sample {
  return ({ key, value }) => {
    const isWhole = column.form?.kind === 'number' && Number.isInteger(value);
    const changed = column.conversion === 'text' && typeof value === 'number' && !isWhole;
    return changed ? { key, value, after: String(value), action: 'repaired' } : { key, value };
  };
}

/** One cause in one column. Values without a repair give NULL where the column allows it; else the row stays out. */
function valueFinding(
  at: { table: string; column: string },
  column: PlanColumn,
  cause: Cause,
  notNull: boolean,
  isReference: boolean,
): Draft {
  const count = cause.repaired + cause.lost;
  // A reference is emptied by nobody but a person.
  const staysOut = notNull || (isReference && cause.lost > 0);
  // Nor is a value given up for a limit that somebody chose.
  const lossy = (staysOut || column.fit !== undefined) && cause.lost > 0;
  const first =
    cause.repaired > 0 && cause.lost === 0
      ? 'repair'
      : staysOut
        ? 'quarantine'
        : cause.repaired > 0
          ? 'repair'
          : 'null';
  const others = column.conversion === 'text' || column.fit ? [] : ['text'];
  const orNull = !notNull && (first === 'repair' || isReference) ? ['null'] : [];
  const options = [...new Set([first, ...orNull, ...others])];
  const params = { type: column.type, repaired: cause.repaired, lost: cause.lost };
  const base = { ...at, count, params, samples: cause.samples, options };
  // Who chose the type chose what it does to the values, as long as none is lost.
  const wanted = column.type !== column.planned && cause.lost === 0;
  const severity = lossy ? 'blocker' : wanted ? 'note' : 'warning';
  return draft(cause.code, severity, { ...base, mustDecide: lossy });
}

/** Columns that are wider in the target than declared, and why. */
function widthFindings(
  at: { table: string; column: string },
  declared: string,
  column: PlanColumn,
  isId: boolean,
): Draft[] {
  const { kind, length } = kindOf(declared);
  const c = quoteName(at.column);
  const params = { declared, type: column.type };
  if (
    kind === 'varchar' &&
    length !== null &&
    column.conversion === 'text' &&
    column.type !== caseless &&
    column.type !== `character varying(${length})`
  ) {
    const where = `typeof(${c}) = 'text' and length(${c}) > ${length}`;
    if (column.facts.maxChars > length)
      return [draft('text.tooLong', 'note', { ...at, count: null, where, params })];
    const isBounded = column.type !== 'character varying';
    return isBounded && roomFor(at.table, at.column) > length
      ? [draft('text.room', 'note', { ...at, params })]
      : [];
  }
  if (kind === 'integer' && column.type === 'bigint') {
    const where = `typeof(${c}) = 'integer' and ${c} not between -2147483648 and 2147483647`;
    const beyond = outside32(column);
    if (beyond) return [draft('integer.beyond32', 'note', { ...at, count: null, where, params })];
    return isId && isGrowing(at.table) ? [draft('integer.room', 'note', { ...at, params })] : [];
  }
  if (
    (kind === 'integer' || kind === 'bigint') &&
    (column.conversion === 'numeric' || column.conversion === 'double')
  ) {
    const where = `typeof(${c}) = 'real'`;
    if (column.conversion === 'numeric')
      return [draft('integer.digits', 'note', { ...at, count: null, where, params })];
    return [
      column.facts.reals === 0 && writesFractions(at.table, at.column)
        ? draft('integer.fractions', 'note', { ...at, params })
        : draft('integer.decimals', 'note', { ...at, count: null, where, params }),
    ];
  }
  if (kind === 'double' && column.facts.infinities > 0) {
    const where = `typeof(${c}) = 'real' and abs(${c}) > 1.7976931348623157e308`;
    return [draft('number.infinity', 'note', { ...at, count: null, where, params })];
  }
  return [];
}

function outside32({ facts }: PlanColumn): boolean {
  if (facts.minInteger === null || facts.maxInteger === null) return false;
  return BigInt(facts.minInteger) < -2147483648n || BigInt(facts.maxInteger) > 2147483647n;
}

function isRich(column: PlanColumn): boolean {
  return column.conversion === 'jsonb' || column.conversion === 'uuid' || column.conversion === 'textArray';
}

/** JSON and UUID columns: what stands in the way of a richer type, or the application code that a richer type asks for. */
function richFindings(
  at: { table: string; column: string },
  table: PlanTable,
  column: PlanColumn,
  own: ColumnTroubles[],
  plan: Plan,
): Draft[] {
  if (isRich(column)) {
    return [
      draft(`application.${column.conversion}`, 'warning', {
        ...at,
        params: { type: column.type },
        options: ['convert', 'text'],
      }),
    ];
  }
  const best = richConversions(table.source, at.column)[0];
  const measured = own.filter((t) => isRich({ ...column, conversion: t.conversion })).at(-1);
  if (!best || !measured) return [];
  const stays = plan.profile === 'enhanced';
  const isJson = jsonColumnsOf(table.source).includes(fold(at.column));
  return measured.causes.map((cause) => {
    const count = cause.repaired + cause.lost;
    const samples = cause.samples.map(({ key, value }) => ({ key, value }));
    const params = { type: isJson ? 'jsonb' : 'uuid', stays: stays ? 1 : 0 };
    return draft(cause.code, 'note', { ...at, count, samples, params });
  });
}
