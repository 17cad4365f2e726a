import type {
  ColumnFit,
  ColumnProfile,
  ColumnTroubles,
  ConversionName,
  Profile,
  SourceColumn,
  SourceTable,
  ValueForm,
} from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import { roomFor, writesFractions } from './autocore.ts';
import { kindOf } from './kinds.ts';
import type { Lengths } from './lengths.ts';

export interface ColumnType {
  /** PostgreSQL type as DDL writes it. */
  type: string;
  conversion: ConversionName;
  /** What it asks of values beyond that: a limit that somebody chose. */
  fit?: ColumnFit;
  /** The spelling that the column's values have throughout, where it is not the conversion's own. */
  form?: ValueForm;
}

const exactDouble = 2n ** 53n;

/** What decides of a type beside the declaration and the data. */
export interface TypeRules {
  lengths: Lengths;
}

/** The types with the most room: for those who ask how values get there alone. */
export const roomiest: TypeRules = { lengths: 'open' };

/** Whole numbers with the room that SQLite gives them; `setWidths` says where half of it is enough for good. */
export const integerType: ColumnType = { type: 'bigint', conversion: 'integer' };

export interface TypeContext {
  /** Other tables refer to this table: a row of it must not end in quarantine. */
  isParent: boolean;
  profile: Profile;
  /** What was measured of this column, by conversion. */
  troubles: ColumnTroubles[];
  rules: TypeRules;
}

/** The type that the data asks for, and why it is not the declared one where values stand in the way. */
export interface TypeChoice extends ColumnType {
  /** The type that was wanted, and how many values it could not hold; null where the wanted type was taken. */
  fallback: { from: ColumnType; values: number } | null;
}

/**
 * The type of a column: what is declared, widened until it holds every value exactly; where a few values of another
 * storage class stand in the way they become exceptions, where there are many the column becomes text. The enhanced
 * profile takes a richer type where every single value converts without change.
 */
export function chooseType(
  table: SourceTable,
  column: SourceColumn,
  p: ColumnProfile,
  context: TypeContext,
): TypeChoice {
  const wanted = wantedType(table, column, p, context.rules);
  const rich = context.profile === 'enhanced' && wanted.conversion === 'text' ? richType(p, context) : null;
  if (rich) return { ...rich, fallback: null };
  const measured = context.troubles.find((t) => t.conversion === wanted.conversion && !t.instead);
  const counted = measured && changedBy(measured);
  // A value that is no plain one may cross exactly all the same: infinity among points in time.
  const odd = Math.min(troubles(wanted.conversion, p), counted ?? Number.POSITIVE_INFINITY);
  if (odd === 0) return { ...wanted, fallback: null };
  const instead = context.troubles.find((t) => t.instead);
  // Numbers among texts that come back as the numbers they were.
  if (instead?.form && wanted.conversion === 'text' && changedBy(instead) < odd)
    return { ...wanted, form: instead.form, fallback: null };
  const values = p.integers + p.reals + p.texts + p.blobs;
  const holds = (changed: number, lost: number): boolean => {
    const rowAtStake = column.notNull && context.isParent && lost > 0;
    // Two spellings of one value may be unique in SQLite and the same after a repair.
    const keyAtStake = changed > 0 && isUnique(table, column) && losesRows(wanted.conversion);
    return isFew(changed, values - changed) && !rowAtStake && !keyAtStake;
  };
  if (holds(odd, measured ? lostBy(measured) : odd)) return { ...wanted, fallback: null };
  const fallback = { from: wanted, values: odd };
  if (instead && holds(changedBy(instead), lostBy(instead)))
    return { ...typeInstead(instead), fallback: isOwnKind(instead) ? null : fallback };
  const isNumbers = p.texts + p.blobs === 0 && isTimeOrTruth(wanted.conversion);
  if (isNumbers) return p.reals === 0 ? { ...integerType, fallback } : { ...fractionType(p), fallback };
  if (wanted.conversion === 'text') return { ...wanted, fallback: null };
  return p.texts + p.integers + p.reals >= p.blobs
    ? { ...textType(p), fallback }
    : { type: 'bytea', conversion: 'bytea', fallback };
}

/** Text in the place of another type: the whole numbers among its values come back as the numbers that they were. */
export function textType({ integers }: ColumnProfile): ColumnType {
  return { type: 'text', conversion: 'text', ...(integers > 0 && { form: { kind: 'number' } }) };
}

/** Numbers where a point in time or a yes or no is declared: they stay the numbers that they are. */
function isTimeOrTruth(conversion: ConversionName): boolean {
  return ['boolean', 'timestamp', 'date', 'time'].includes(conversion);
}

function typeInstead({ conversion, form }: ColumnTroubles): ColumnType {
  const types: Partial<Record<ConversionName, string>> = {
    boolean: 'boolean',
    text: 'text',
    timestamp: 'timestamp without time zone',
    timestamptz: 'timestamp with time zone',
  };
  const type = types[conversion];
  if (type === undefined) throw new Error(`${conversion} is no type that is taken instead`);
  return { type, conversion, ...(form && { form }) };
}

/** True where the declared kind of value is kept, in another spelling. */
function isOwnKind({ conversion, form }: ColumnTroubles): boolean {
  return form !== undefined && conversion !== 'text';
}

/** Values that a type would not hold as they are. */
export function changedBy({ causes }: ColumnTroubles): number {
  return causes.reduce((n, cause) => n + cause.repaired + cause.lost, 0);
}

function lostBy({ causes }: ColumnTroubles): number {
  return causes.reduce((n, cause) => n + cause.lost, 0);
}

/** JSONB, UUID or TEXT[] where the audit read every value and found nothing that would change. */
function richType(p: ColumnProfile, context: TypeContext): ColumnType | null {
  if (p.integers + p.reals + p.blobs > 0 || p.texts === 0) return null;
  const names: Partial<Record<ConversionName, string>> = {
    jsonb: 'jsonb',
    uuid: 'uuid',
    textArray: 'text[]',
  };
  const found = context.troubles.find((t) => names[t.conversion] !== undefined && t.causes.length === 0);
  return found ? { type: names[found.conversion] as string, conversion: found.conversion } : null;
}

/** Values of a column that a conversion cannot carry exactly, by the profile alone. */
export function troubles(conversion: ConversionName, p: ColumnProfile): number {
  switch (conversion) {
    case 'integer':
      return p.reals + p.texts + p.blobs;
    case 'numeric':
      return p.texts + p.blobs + p.infinities;
    case 'double':
      return p.texts + p.blobs + (beyondDouble(p) ? p.integers : 0);
    case 'boolean':
      return p.notBoolean + p.reals + p.texts + p.blobs;
    case 'timestamp':
    case 'timestamptz':
    case 'date':
    case 'time':
      return (p.time?.other ?? p.texts) + p.integers + p.reals + p.blobs;
    case 'text':
      return p.integers + p.reals + p.blobs + p.badUtf8 + p.nul;
    case 'bytea':
      return p.integers + p.reals + p.texts;
    case 'real':
    case 'interval':
    case 'json':
    case 'jsonb':
    case 'uuid':
    case 'network':
    case 'textArray':
    case 'array':
      // Taken by itself only where the audit read every value and found none.
      return 0;
  }
}

function isUnique(table: SourceTable, column: SourceColumn): boolean {
  const keys = [table.primaryKey, ...table.uniques.map((u) => u.columns)];
  const indexes = table.indexes.filter((i) => i.unique).map((i) => i.terms.map((t) => t.column));
  return [...keys, ...indexes].some((key) => key.includes(column.name));
}

/** Text and bytes can spell out anything; the other conversions may have to give NULL. */
function losesRows(conversion: ConversionName): boolean {
  return conversion !== 'text' && conversion !== 'bytea';
}

/** What the declaration asks for, with the room that the data and the application need; values of other storage classes aside. */
export function wantedType(
  table: SourceTable,
  column: SourceColumn,
  p: ColumnProfile,
  rules: TypeRules,
): ColumnType {
  const { kind, length } = kindOf(column.type);
  switch (kind) {
    case 'boolean':
      return { type: 'boolean', conversion: 'boolean' };
    case 'timestamp':
      return { type: 'timestamp without time zone', conversion: 'timestamp' };
    case 'date':
      return { type: 'date', conversion: 'date' };
    case 'time':
      return { type: 'time without time zone', conversion: 'time' };
    case 'integer':
    case 'bigint':
      if (writesFractions(table.name, column.name)) return fractionType(p);
      return p.reals === 0 || keepsInteger(table, column, p) ? integerType : fractionType(p);
    case 'single':
      return { type: 'real', conversion: 'real' };
    case 'double':
      return fractionType(p);
    case 'numeric':
      return p.infinities > 0
        ? { type: 'double precision', conversion: 'double' }
        : { type: 'numeric', conversion: 'numeric' };
    case 'varchar': {
      if (rules.lengths === 'open') return { type: 'character varying', conversion: 'text' };
      const room = Math.max(length ?? 1, roomFor(table.name, column.name), p.maxChars, defaultLength(column));
      return room > 10_485_760
        ? { type: 'text', conversion: 'text' }
        : { type: `character varying(${room})`, conversion: 'text' };
    }
    case 'text':
      return { type: 'text', conversion: 'text' };
    case 'bytea':
      return { type: 'bytea', conversion: 'bytea' };
    case 'any':
      return typeByData(table, column, p);
  }
}

/** A default must fit as well, or no row could be written without the column. */
function defaultLength({ default: text }: SourceColumn): number {
  return /^\(*'/.test(text ?? '') ? [...(text as string)].length : 0;
}

/** A few fractions among the numbers of other rows are no reason to lose a foreign key: no row has such a number. */
function keepsInteger(table: SourceTable, column: SourceColumn, p: ColumnProfile): boolean {
  return refers(table, column) && isFew(p.reals, p.integers);
}

/** True for a column that points to other rows. */
export function refers(table: SourceTable, column: SourceColumn): boolean {
  return table.foreignKeys.some((key) => key.columns.some((name) => fold(name) === fold(column.name)));
}

/** Odd values that may become exceptions; with more of them the type is the wrong one. */
function isFew(odd: number, good: number): boolean {
  return odd <= good && odd <= Math.max(20, (good + odd) * 0.05);
}

/**
 * No declared type to go by: the storage classes decide, text where they are mixed. Nothing says that numbers are whole
 * for good, and whole numbers would round the first one that is not; only those of other rows are.
 */
function typeByData(table: SourceTable, column: SourceColumn, p: ColumnProfile): ColumnType {
  const numbers = p.integers + p.reals;
  // Words such as MONEY: SQLite makes numbers of texts there, so an empty column is one of numbers too.
  if (p.texts + p.blobs === 0 && (numbers > 0 || column.affinity === 'NUMERIC'))
    return p.integers > 0 && p.reals === 0 && refers(table, column) ? integerType : fractionType(p);
  if (p.blobs > 0 && p.texts + numbers === 0) return { type: 'bytea', conversion: 'bytea' };
  return { type: 'text', conversion: 'text' };
}

/** Numbers as the application knows them, doubles; exact ones only where a double would not hold an integer that is there. */
function fractionType(p: ColumnProfile): ColumnType {
  return beyondDouble(p)
    ? { type: 'numeric', conversion: 'numeric' }
    : { type: 'double precision', conversion: 'double' };
}

function beyondDouble(p: ColumnProfile): boolean {
  return (
    p.minInteger !== null &&
    p.maxInteger !== null &&
    (BigInt(p.minInteger) < -exactDouble || BigInt(p.maxInteger) > exactDouble)
  );
}
