import type * as reference from '../pt-BR/findings.ts';

/** What the audit found, by the code of the finding, and the options a person has. */
export const findings: typeof reference.findings = {
  json: {
    empty:
      'Empty text where JSON is expected; the column stays text, and JSON queries do not see these rows.',
    broken: 'Text that is not JSON; the column stays text, and JSON queries do not see these rows.',
    nan: 'JSON with NaN or Infinity; the column stays text, and JSON queries do not see these rows.',
    duplicateKey:
      'JSON with a key that occurs twice; the column stays text, and JSON queries do not see these rows.',
    nul: 'JSON with the character \\u0000; the column stays text, and JSON queries do not see these rows.',
    surrogate:
      'JSON with half a character (surrogate); the column stays text, and JSON queries do not see these rows.',
    number:
      'JSON with a number that PostgreSQL would change; the column stays text, and JSON queries do not see these rows.',
    deep: 'JSON with too many levels; the column stays text, and JSON queries do not see these rows.',
    notText:
      'A value that is no text where JSON is expected; the column stays text, and JSON queries do not see these rows.',
  },
  array: {
    notArray: 'JSON that is no list of texts; the column does not become an array.',
  },
  uuid: {
    notUuid: 'Identifiers that are no UUIDs; the column stays text and nothing is rewritten.',
    spelling:
      'UUIDs in another spelling (upper case, no hyphens), which the type UUID would change; the column stays text.',
    collision:
      'Several spellings of one UUID in different rows, which the type UUID would take for the same value; the column stays text.',
  },
  application: {
    jsonb:
      'The column becomes {{type}}: in the application, remove json.loads and json.dumps for it, or the places that use it answer with error 500.',
    uuid: 'The column becomes {{type}}: in the application, compare and return str(value), and write valid UUIDs only.',
    textArray:
      'The column becomes {{type}}: in the application, write and read lists; replace lower(tags) LIKE by ANY(tags).',
  },
  number: {
    infinity:
      "Infinity in a number column; it is kept. JSON has no infinity: the application's API may fail to show it, as it does today.",
  },
  integer: {
    beyond32:
      'Integers beyond 32 bits; in the target the column is {{type}}. Nothing changes for the application.',
    room: 'A table that never stops growing; in the target the id is {{type}}. Nothing changes for the application.',
    decimals:
      'Numbers with decimals in an integer column; in the target the column is {{type}} and keeps them all. Nothing changes for the application.',
    digits:
      'Numbers with decimals in an integer column, beside integers that a double would round; in the target the column is {{type}} and keeps them all. The application reads Decimal.',
    fractions:
      'AutoCore writes numbers with decimals here, which the declared {{declared}} would round in PostgreSQL; in the target the column is {{type}}. Nothing changes for the application.',
  },
  future: {
    strict:
      'From now on PostgreSQL is stricter than SQLite. In brackets, in how many columns. It refuses texts that are no number in columns of numbers ({{numbers, number}}). It refuses whole numbers beyond 32 bits ({{narrow, number}}) or beyond 64 bits ({{wide, number}}). It refuses what is no yes or no in columns of these, 0 and 1 written as numbers too ({{booleans, number}}). It refuses what is no date or time in columns of these ({{times, number}}). It refuses the character NUL in columns of text ({{texts, number}}). It refuses NULL written for the id of a row (tables: {{ids, number}}). It rounds numbers with decimals in columns of whole numbers ({{integers, number}}). Bytes in columns of text become the text of their notation (\\x00).',
    bytes:
      'Columns of bytes: {{columns}}. From now on PostgreSQL refuses numbers there. It refuses a text that is not its own notation of bytes, too.',
    nullKeys:
      'Primary keys that SQLite lets be empty: {{columns}}. From now on PostgreSQL refuses a row without a value there.',
    untypedNumbers:
      'Columns without a known declared type that hold nothing but numbers today: {{columns}}. They become columns of numbers. From now on PostgreSQL refuses bytes there, and texts that are no number. From a double Python reads 5 as 5.0. Whole numbers beyond 2^53 are rounded in it.',
    untypedIntegers:
      'Columns without a known declared type, declared as references, that hold nothing but whole numbers today: {{columns}}. They become columns of whole numbers. From now on PostgreSQL refuses bytes there, and texts that are no number. It rounds numbers with decimals.',
    untypedBytes:
      'Columns without a known declared type that hold nothing but bytes today: {{columns}}. They become columns of bytes. From now on PostgreSQL refuses numbers there. It refuses a text that is not its own notation of bytes, too; one that is becomes these bytes.',
    untypedTexts:
      'Columns without a known declared type that hold texts, values of several kinds or none today: {{columns}}. They become columns of text. From now on PostgreSQL gives numbers back as texts there. Bytes come back as the text of their notation (\\x00).',
    foreignKey:
      'From now on PostgreSQL refuses a row that points to a record that does not exist ({{keys}}). SQLite does so only if the application turns it on. Where a record is deleted, PostgreSQL sees to the rows that point to it. It deletes them ({{deletes}}), empties their reference ({{empties}}) or puts its default there ({{defaults}}). Or it refuses the deletion while there are such rows ({{refuses}}). Where the key of a record is changed, it does what the reference says (ON UPDATE).',
    indexSize:
      'Indexes and keys over texts or bytes whose type allows long ones: {{indexes}}. Where whole values stand in one of them, about 2,700 bytes of each row fit there, compressed. From now on PostgreSQL refuses a row that needs more; SQLite has no such limit. Where digests and beginnings can be chosen, there is room for any length. Keys then hold digests of the columns, and other indexes their beginnings. Searching by the whole value takes longer. No foreign key and no ON CONFLICT can name a key of digests.',
  },
  text: {
    lengths:
      'Declared lengths of texts (columns: {{columns, number}}). SQLite does not enforce them; PostgreSQL would refuse longer texts that the application writes today.',
    nocase:
      'Columns in which SQLite takes upper and lower case for the same ({{columns}}). Unique rules and indexes keep that; where the application compares or sorts by them, PostgreSQL tells the two apart: ask for lower(column) there.',
    tooLong:
      'Texts longer than {{declared}}; in the target the column is {{type}}. Nothing changes for the application.',
    room: 'AutoCore writes longer texts here than {{declared}}; in the target the column is {{type}}. Nothing changes for the application.',
  },
  type: {
    tied: 'The column becomes {{type}}, as {{to}}, which a foreign key ties it to: PostgreSQL compares columns of one type alone. No value changes.',
    fallback:
      'Values that do not fit {{wanted}}; the column becomes {{type}}, which keeps them all as they are.',
    fallback_changed:
      'Values that do not fit {{wanted}}; the column becomes {{type}}, which keeps them all as they are but for {{others, number}}: what changes in these is told by another finding.',
    form: 'The values are spelled in one other way ($t(wizard.adopted.forms.{{form}})); any that is not is told apart. The column becomes {{type}}, which holds them exactly, and the way back gives the same spelling. The application reads {{type}} there.',
    chosen: 'Type chosen by you: {{type}} instead of {{planned}}.',
  },
  unique: {
    nulls: 'Rows without a value in a unique column ({{columns}}); both databases allow any number of them.',
  },
  key: {
    nulls:
      'The primary key ({{columns}}) has rows without a value, which PostgreSQL does not take; in the target it becomes a unique rule.',
    collides:
      'Rows whose key ({{columns}}) becomes the same once their values are repaired. All rows are kept; the rule {{name}} is left out. Mend the values in AutoCore, or choose the type text or bytea for the column.',
    hashed:
      'The key {{name}} holds texts too long for an index of PostgreSQL ({{columns}}). Every value stays whole; the key stays unique by the digest of the long texts. Searching by the whole text takes longer.',
  },
  id: {
    last: 'A row has the last id that there is (9223372036854775807), and none can follow it. The row is kept; new rows go on at {{next}}.',
  },
  index: {
    shortened:
      'The index {{name}} holds texts too long for PostgreSQL ({{columns}}). Every value stays whole; the index is over the beginnings of the texts. Searching by the whole text takes longer.',
  },
  search: {
    truncated:
      'Events with more than {{characters, number}} characters. They are kept whole; the text search finds them by their first {{characters, number}} characters.',
  },
  source: {
    notAutocore:
      'The database is not recognised as one of AutoCore; all its tables are migrated all the same.',
  },
  table: {
    unknown: "The table is not one of AutoCore's; it is migrated as it is.",
    unparsed:
      "A part of the table's definition could not be read ({{reason}}); columns and rows are migrated, check keys and rules in the certificate.",
    renamed: 'The name of the table does not fit PostgreSQL; it is called {{name}} there.',
    noKey: 'The table has no primary key: its rows are compared as a set.',
  },
  column: {
    nulls:
      'Rows without a value in a column that must have one. They are kept as they are; the column allows empty values in the target.',
    renamed: 'The name of the column does not fit PostgreSQL; it is called {{name}} there.',
  },
  vehicles: { several: 'There are {{count, number}} vehicles, and AutoCore expects one. All are kept.' },
  row: {
    tooWide:
      'Rows that need more than the 8 kB that PostgreSQL gives to one row: the table has {{columns, number}} columns, and even values that are moved out of a row leave a trace of 18 bytes there. They are kept aside, with all their values in the exceptions.',
  },
  rows: {
    orphans:
      'Rows that point to a record that {{parent}} does not have ({{columns}}). They are kept; the rule holds for new ones.',
    checkViolated: 'Rows that break the rule {{name}}. They are kept; the rule holds for new ones.',
  },
  adopt: {
    matched:
      'Rows go into $t(counts.tables, {"count": {{tables}} }) and $t(counts.columns, {"count": {{columns}} }) of the same names that the application made in schema "{{schema}}". Nothing of them is created, and nothing changed but what is decided below. Without a partner in the file: {{alone}}',
    form: 'All values are spelled in one other way ($t(wizard.adopted.forms.{{form}})), which {{type}} holds exactly and which can be undone.',
    bookkeeping:
      "The application's record of its own migrations stays as it is in the target ({{target}}); the file has {{source}}. Its rows are kept with the exceptions.",
    noTable:
      'The target has no table of this name. Its rows can be kept with the exceptions, or the table is made as in an ordinary migration.',
    noColumn_one: 'The target has no column of this name: {{count, number}} value has nowhere to go.',
    noColumn: 'The target has no column of this name: {{count, number}} values have nowhere to go.',
    computed:
      'The target computes this column by itself: the values of the file are not loaded. They can be kept with the exceptions, or compared with what the target computes.',
    noType: 'The column is of type {{type}} in the target, into which no value can be brought.',
    noSource:
      'The target wants a value in this column of type {{type}}, and the file has none: no row of the table can come in as it is.',
    notNull: 'Rows without a value in a column that must have one in the target ({{name}}).',
    unique:
      'Rows that have the same key in the target ({{name}}: {{columns}}), where only one of them can be.',
    orphans:
      'Rows that point to a record that is not in the file ({{name}}: {{columns}}), which the target refuses.',
    check: 'Rows that break the rule {{name}} of the target ({{columns}}). {{shown}}',
    rowsThere:
      'The table {{name}} of the target has $t(counts.rows, {"count": {{rows}} }) already. Undoing the run gives back whatever is replaced.',
    triggers: "The application's own triggers ({{names}}) do not act on rows that come in.",
    triggersAct:
      "The application's own triggers ({{names}}) will act on every row that comes in: only the owner of the table could stop them.",
  },
  clock: {
    outliers:
      'Dates far from the rest, of a clock that was wrong (from {{min}} to {{max}}). They go to the default partition.',
    outliers_together:
      'Dates far from the rest, of a clock that was wrong (from {{min}} to {{max}}). They stay as they are, with the other rows of the table.',
  },
  telemetry: {
    split:
      'The server has TimescaleDB: the rows by time can be a hypertable, which makes its own chunks, in place of partitions by month. It takes no UPDATE that moves a row into the time of another chunk, and neither the time -infinity nor a year beyond 294246: partitions by month take both.',
    split_whole:
      'A hypertable was chosen, and the table stays whole. What is split, with extras on, is a table with a primary key, no other unique index and a time that is never null, unless the decision on far dates is to have no partitions.',
  },
  virtual: {
    rows: 'Full-text tables and R-trees ({{names}}): their rows come along as ordinary tables. What the application searches for in them it has to ask PostgreSQL in its own words.',
    unreadable:
      'The rows of the virtual table {{name}} cannot be read here: its module {{module}} needs what only the application has. They are not migrated.',
  },
  leftOut: {
    view: 'Views that are not carried over: {{names}}. Their SQL text goes to the certificate.',
    trigger: 'Triggers that are not carried over: {{names}}. Their SQL text goes to the certificate.',
    virtualtable:
      'Virtual tables without a table in the target: {{names}}. Their SQL text goes to the certificate.',
    check: 'Checks that are not carried over: {{names}}. Their SQL text goes to the certificate.',
    default:
      'Defaults that are not carried over: {{names}}. A new row that leaves such a column out has no value there, and is refused where the column must have one. Their SQL text goes to the certificate.',
    index: 'Indexes that are not carried over: {{names}}. Their SQL text goes to the certificate.',
    generated:
      'Generated columns that become ordinary ones: {{names}}. Their SQL text goes to the certificate.',
    foreignkey: 'Foreign keys that are not carried over: {{names}}. Their SQL text goes to the certificate.',
    unique: 'Unique rules that are not carried over: {{names}}. Their SQL text goes to the certificate.',
  },
};

/** Behind what a finding says, where a decision changes a table. */
export const findingAlter = 'A change of the table would run this: {{alter}}';

export const severities: typeof reference.severities = {
  blocker: 'Needs a decision',
  warning: 'Warning',
  note: 'Note',
};

/** Options of findings, by name. */
export const choices: typeof reference.choices = {
  convert: 'convert and change the application',
  null: 'empty it and keep the original',
  text: 'column as text, every value as it is',
  citext:
    "type citext, which PostgreSQL itself compares without case (letters with accents too, where the database's locale knows them); columns of keys stay texts; needs the extension in the target's schema",
  asIs: 'as it is planned',
  bigint: 'column of whole numbers',
  timestamptz: 'points in time with a zone (timestamptz)',
  quarantine: 'keep the row aside, whole',
  leaveOut: 'leave the rule out',
  withoutRows: 'migrate without these rows',
  noPartitions: 'no partitions',
  months: 'partitions by month',
  hypertable: 'hypertable of TimescaleDB',
  accept: 'accept',
  keepAll: 'keep all',
  keepText: 'keep the text',
  notValid: 'keep the rows, rule for new ones only',
  repair: 'repair and keep the original',
  compare: 'compare with what the target computes',
  setAside: 'keep with the exceptions',
  create: 'make the table',
  add: 'add the column to the table',
  nullable: 'let the column of the target be empty',
  widen: 'make the column of the target wider',
  keep: 'keep the rows that are there',
  match: 'match by key: the file wins',
  replace: 'replace the rows that are there',
  fire: 'let them act',
  defaultPartition: 'default partition',
  open: 'texts of any length',
  declared: 'declared lengths',
  enforce: 'enforce the references',
  index: 'no foreign key, an index alone',
  whole: 'whole values in the indexes',
  digests: 'digests and beginnings in the indexes',
};
