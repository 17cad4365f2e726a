import { z } from 'zod';
import type { Audit, ExceptionRecord, JsonValue } from '../model/index.ts';
import { bundleMost } from './bundle.ts';

const text = z.string();
const count = z.int().nonnegative();

const jsonValue: z.ZodType<JsonValue> = z.union([
  z.null(),
  text,
  z.number(),
  z.object({ integer: text }),
  z.object({ real: text }),
  z.object({ base64: text }),
]);
const row = z.record(text, jsonValue);
const action = z.enum(['repaired', 'nulled', 'quarantined']);
const severity = z.enum(['blocker', 'warning', 'note']);
const params = z.record(text, z.union([text, z.number()]));

const finding = z.object({
  id: text,
  code: text,
  severity,
  table: text.nullable(),
  column: text.nullable(),
  count,
  samples: z
    .array(
      z.object({
        key: row.nullable(),
        value: jsonValue,
        after: text.nullable().exactOptional(),
        action: action.exactOptional(),
      }),
    )
    .max(bundleMost.samples),
  decision: text.nullable(),
  options: z.array(text),
  params,
});

const adopted = z.object({
  schema: text,
  tables: z
    .array(
      z.object({
        source: text,
        rows: count,
        target: text.nullable(),
        there: count,
        bookkeeping: z.boolean(),
        columns: z.array(
          z.object({
            source: text,
            target: text.nullable(),
            type: text.nullable(),
            form: text.nullable(),
          }),
        ),
        alone: z.array(z.object({ name: text, type: text })),
      }),
    )
    .max(bundleMost.tables),
  alone: z.array(text),
});

/** `audit.json` of a bundle. */
export const auditSchema: z.ZodType<Audit> = z.object({
  source: z.object({ path: text, sha256: text, bytes: count, autocore: text.nullable() }),
  profile: z.enum(['compatible', 'enhanced']),
  tables: z.array(z.object({ name: text, rows: count })).max(bundleMost.tables),
  findings: z.array(finding).max(bundleMost.findings),
  adopt: adopted.exactOptional(),
  score: z.object({ level: z.enum(['ready', 'decisions needed', 'blocked']), reason: text }),
});

/** A line of `exceptions.ndjson` of a bundle. */
export const exceptionSchema: z.ZodType<ExceptionRecord> = z.object({
  table: text,
  key: row,
  column: text.nullable(),
  action,
  code: text,
  reason: text,
  stored: text.exactOptional(),
  row,
});
