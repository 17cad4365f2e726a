import { z } from 'zod';
import type {
  ColumnFit,
  ColumnProfile,
  ConversionName,
  Plan,
  PlanColumn,
  PlanTable,
  ValueForm,
} from './index.ts';

const conversions = [
  ...([
    'text',
    'integer',
    'numeric',
    'double',
    'real',
    'boolean',
    'timestamp',
    'timestamptz',
    'date',
  ] as const),
  ...(['time', 'bytea', 'interval', 'json', 'jsonb', 'uuid', 'network', 'textArray', 'array'] as const),
] satisfies ConversionName[];

const text = z.string();
const texts = z.array(text);
const count = z.int().nonnegative();
const conversion = z.enum(conversions);

const fit: z.ZodType<ColumnFit> = z
  .object({
    length: count.exactOptional(),
    padded: z.literal(true).exactOptional(),
    range: z.object({ min: text, max: text }).exactOptional(),
    precision: z.int().exactOptional(),
    scale: z.int().exactOptional(),
    decimals: count.exactOptional(),
    labels: texts.exactOptional(),
    network: z.enum(['inet', 'cidr', 'macaddr', 'macaddr8']).exactOptional(),
    get element() {
      return z.object({ conversion, fit: fit.exactOptional() }).exactOptional();
    },
    collated: z.literal(true).exactOptional(),
  })
  .meta({ id: 'fit' });

const form: z.ZodType<ValueForm> = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('epoch'),
      unit: z.union([z.literal(1), z.literal(1000), z.literal(1_000_000)]),
      real: z.literal(true).exactOptional(),
    }),
    z.object({
      kind: z.literal('moment'),
      separator: z.enum([' ', 'T']),
      zone: text,
      decimals: z.number().nullable(),
      shortWhole: z.literal(true).exactOptional(),
    }),
    z.object({ kind: z.literal('day') }),
    z.object({ kind: z.literal('uuid'), style: z.enum(['hex', 'HEX', 'UPPER', 'bytes']) }),
    z.object({ kind: z.literal('words'), true: text, false: text }),
    z.object({ kind: z.enum(['digits']) }),
    z.object({ kind: z.enum(['number']) }),
    z.object({ kind: z.enum(['utf8']) }),
    z.object({ kind: z.enum(['micros']) }),
    z.object({ kind: z.enum(['timespan']) }),
  ])
  .meta({ id: 'form' });

const profile: z.ZodType<ColumnProfile> = z
  .object({
    nulls: count,
    integers: count,
    reals: count,
    texts: count,
    blobs: count,
    minInteger: text.nullable(),
    maxInteger: text.nullable(),
    notBoolean: count,
    wholeReals: count,
    infinities: count,
    maxChars: count,
    maxBytes: count,
    escapes: count,
    nonAscii: count,
    badUtf8: count,
    nul: count,
    emptyTexts: count,
    time: z
      .object({
        plain: count,
        trailingZeros: count,
        other: count,
        min: text.nullable(),
        max: text.nullable(),
        months: z.array(z.object({ month: text, rows: count })),
      })
      .nullable(),
  })
  .meta({ id: 'profile' });

const column: z.ZodType<PlanColumn> = z
  .object({
    source: text,
    target: text,
    type: text,
    planned: text,
    conversion,
    fit: fit.exactOptional(),
    form: form.exactOptional(),
    declined: texts,
    nullable: z.boolean(),
    default: text.nullable(),
    identity: z.object({ start: text, sequence: text.exactOptional() }).nullable(),
    generated: text.nullable(),
    facts: profile,
    tied: text.exactOptional(),
    strict: z.literal(true).exactOptional(),
    absent: z.literal(true).exactOptional(),
  })
  .meta({ id: 'column' });

const key = z.object({ name: text, columns: texts });

const table: z.ZodType<PlanTable> = z
  .object({
    source: text,
    target: text,
    columns: z.array(column),
    read: z.discriminatedUnion('by', [
      z.object({ by: z.literal('rowid'), name: text }),
      z.object({ by: z.literal('key'), columns: texts, collations: texts }),
    ]),
    compareKey: texts.nullable(),
    rowsPerBlock: z.int().positive(),
    primaryKey: key.nullable(),
    uniques: z.array(key),
    checks: z.array(z.object({ name: text, expression: text, violations: count })),
    indexes: z.array(
      z.object({
        name: text,
        unique: z.boolean(),
        method: z.enum(['btree', 'brin', 'gin', 'gist']),
        terms: texts,
        where: text.nullable(),
        fromSource: z.boolean(),
        shortened: texts.exactOptional(),
        open: texts.exactOptional(),
      }),
    ),
    foreignKeys: z.array(
      z.object({
        name: text,
        columns: texts,
        references: text,
        refColumns: texts,
        onUpdate: text,
        onDelete: text,
        deferrable: z.boolean(),
        orphans: count,
        definition: text.exactOptional(),
      }),
    ),
    partitions: z
      .object({
        column: text,
        ranges: z.array(z.object({ name: text, from: text })),
        defaultName: text,
      })
      .nullable(),
    hypertable: z.object({ column: text, days: z.int().positive() }).exactOptional(),
    triggers: texts.exactOptional(),
    adopted: z
      .object({
        use: z.enum(['load', 'setAside', 'bookkeeping']),
        there: z.object({ rows: count, policy: z.enum(['keep', 'replace', 'match']) }).nullable(),
        wave: count,
        late: texts,
        alters: z.array(z.object({ sql: text, atEnd: text.exactOptional(), undo: text })),
        silent: z.array(z.object({ name: text, enabled: text })),
        sequences: z.array(z.object({ column: text, name: text })),
        owned: z.boolean(),
        key: texts.nullable(),
        nowhere: z.array(column),
      })
      .exactOptional(),
  })
  .meta({ id: 'table' });

/**
 * A plan as a file. It reads every plan that somebody hands over, and JSON Schema is made of it (`plan-file.ts`), so that
 * what an editor says of a plan is what the program says.
 */
export const planSchema: z.ZodType<Plan & { $schema?: string }> = z.object({
  $schema: text.exactOptional(),
  format: z.literal(1),
  profile: z.enum(['compatible', 'enhanced']),
  extras: z.boolean(),
  source: z.object({ autocore: text.nullable(), schemaSha256: text, versions: texts.exactOptional() }),
  tables: z.array(table),
  aside: z.array(table).exactOptional(),
  extraObjects: z.array(
    z.object({
      kind: z.enum(['view', 'function', 'index', 'statistics']),
      name: text,
      table: text.nullable(),
      sql: text,
    }),
  ),
  views: z
    .array(
      z.object({
        source: text,
        name: text,
        sql: text,
        original: text,
        reads: texts,
        columns: z.array(
          z.object({
            source: text,
            target: text,
            conversion,
            fit: fit.exactOptional(),
            form: form.exactOptional(),
            declined: texts,
            how: z.enum(['stored', 'exact', 'reckoned']),
          }),
        ),
        unstable: z.boolean(),
      }),
    )
    .exactOptional(),
  triggers: z
    .array(
      z.object({
        source: text,
        table: text,
        target: text,
        name: text,
        when: z.enum(['before', 'after']),
        event: z.enum(['insert', 'update', 'delete']),
        columns: texts,
        body: text,
        original: text,
        touches: texts,
        writes: texts,
        asks: texts,
        unstable: z.boolean(),
      }),
    )
    .exactOptional(),
  leftOut: z.array(
    z.object({
      kind: z.enum([
        ...(['view', 'trigger', 'virtual table', 'check', 'default', 'index'] as const),
        ...(['generated', 'foreign key', 'unique'] as const),
      ]),
      table: text.nullable(),
      name: text,
      sql: text,
      reason: text,
    }),
  ),
  chosen: z.record(text, text).exactOptional(),
  decisions: z.array(
    z.object({
      finding: text,
      option: text.nullable(),
      options: texts,
      by: z.enum(['default', 'user']),
    }),
  ),
});
