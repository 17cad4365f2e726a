/**
 * What the application made in the target before the run: plain data, kept in the run's folder, so that audit and plan
 * are functions of it. Names are exactly as the server has them.
 */
export interface AdoptedSchema {
  schema: string;
  tables: FoundTable[];
}

export interface FoundTable {
  name: string;
  rows: number;
  owner: string;
  /** What our role may do: it owns the table (or may act as its owner), it may write rows. */
  owned: boolean;
  writable: boolean;
  /** Why rows cannot be brought in as they are: row security, rules, a foreign table; null where nothing stands in the way. */
  closed: string | null;
  columns: FoundColumn[];
  /** Primary key first, then unique constraints and whole unique indexes over columns. */
  keys: FoundKey[];
  /** All indexes, by their columns; null for an expression. */
  indexes: (string | null)[][];
  checks: FoundCheck[];
  foreignKeys: FoundForeignKey[];
  /** For a table in which the application's migrations keep their books: what stands there. */
  versions: string[] | null;
  /** Triggers of the application, which would act on every row. */
  triggers: FoundTrigger[];
}

export interface FoundColumn {
  name: string;
  /** As `format_type` prints it. */
  type: string;
  /** The same behind domains. */
  baseType: string;
  facts: TypeFacts;
  notNull: boolean;
  /** The rule that it has a value is one of the column alone, and could be dropped. */
  canBeNull: boolean;
  /** A value comes by itself: a default, an identity, a sequence. */
  filled: boolean;
  /** Expression of a generated column. */
  generated: string | null;
  /** The sequence behind it, quoted and with its schema, and where it stood; null where there is none. */
  sequence: FoundSequence | null;
  /** CHECKs of the domains it is of, with VALUE in place of the value. */
  domainChecks: string[];
}

export interface FoundSequence {
  /** Quoted and with its schema. */
  name: string;
  last: string;
  called: boolean;
  owned: boolean;
  /** It belongs to the column (serial, identity); else a default takes its values from it. */
  own: boolean;
  /** We may look at it and move it on. */
  movable: boolean;
}

/** What decides how values cross into a type. */
export interface TypeFacts {
  /** `pg_type.typname` of the type behind domains: int4, varchar, timestamptz, citext, _text. */
  name: string;
  kind: 'base' | 'enum' | 'array' | 'other';
  /** `atttypmod`, -1 for none; that of the domain where the column has none. */
  modifier: number;
  /** Of an enum. */
  labels: string[] | null;
  /** Of an array, whose own modifier is meant for its elements. */
  element: TypeFacts | null;
  /** The column sorts otherwise than by its bytes. */
  collated: boolean;
}

export interface FoundKey {
  name: string;
  primary: boolean;
  columns: string[];
}

export interface FoundCheck {
  /** As `pg_get_constraintdef` prints it. */
  definition: string;
  name: string;
  columns: string[];
  /** As `pg_get_expr` prints it. */
  expression: string;
}

export interface FoundForeignKey {
  name: string;
  columns: string[];
  /** Null for a table of another schema: it is not adopted. */
  references: string | null;
  /** The same, quoted and with its schema. */
  parent: string;
  refColumns: string[];
  deferrable: boolean;
  definition: string;
}

export interface FoundTrigger {
  name: string;
  /** pg_trigger.tgenabled: `O` and `A` would act, `D` and `R` would not. */
  enabled: string;
}

/** Which table and column goes where, for people to look at before a row moves. */
export interface AdoptPreview {
  schema: string;
  tables: PreviewTable[];
  /** Tables of the target that no table of the file has the name of. */
  alone: string[];
}

export interface PreviewTable {
  source: string;
  rows: number;
  /** Null: the target has none of this name. */
  target: string | null;
  /** Rows that stand there. */
  there: number;
  /** The application's record of its own migrations, which stays. */
  bookkeeping: boolean;
  columns: {
    source: string;
    /** Null: the target has none of this name. */
    target: string | null;
    /** As PostgreSQL prints it. */
    type: string | null;
    /** `formName` of it, where the file spells all values in another way than the type. */
    form: string | null;
  }[];
  /** Columns of the target that the file does not have. */
  alone: { name: string; type: string }[];
}
