import { z } from 'zod';
import type { Added, CutoverView, WayBackAccount } from '../contract.ts';
import { type ErrorCode, exitCodes } from '../errors.ts';
import type { Prediction } from '../model/index.ts';
import { type BundleAbout, bundleFormat } from './bundle.ts';

const text = z.string();
const texts = z.array(text);
const count = z.int().nonnegative();
const moment = text.nullable();
const phase = z.enum(['before', 'halfway', 'live', 'returning', 'back']);

const kinds = [
  ...(['column', 'table', 'partition', 'inherited table', 'foreign table', 'view'] as const),
  ...(['materialized view', 'function', 'trigger', 'index', 'constraint', 'sequence'] as const),
  ...(['type', 'policy', 'rule', 'statistics'] as const),
] satisfies Added['kind'][];

const account = {
  added: z.array(
    z.object({
      kind: z.enum(kinds),
      name: text,
      table: text.nullable(),
      column: text.nullable(),
      rows: count.nullable(),
      brought: z.boolean(),
      as: text.nullable(),
      reason: text.nullable(),
    }),
  ),
  missing: z.array(
    z.object({
      kind: z.enum(['table', 'column']),
      table: text,
      column: text.nullable(),
      looksLike: text.nullable(),
      by: z.enum(['refuse', 'follow', 'snapshot']),
    }),
  ),
  spelled: z.array(
    z.object({
      table: text,
      column: text,
      as: z.enum(['beyond', 'notNumber', 'bytes', 'literal', 'zero', 'nearest']),
      values: count,
      key: text,
      value: text,
    }),
  ),
  displaced: z.array(z.object({ table: text, key: text, code: text, reason: text })),
  leftBehind: z.array(z.object({ table: text, key: text, column: text.nullable(), reason: text })),
} satisfies { [Part in keyof WayBackAccount]: z.ZodType<WayBackAccount[Part]> };

/** The last step of the wizard; of what the engine keeps of a way back, only what a screen shows. */
export const cutoverSchema: z.ZodType<CutoverView> = z.object({
  run: text,
  phase,
  source: text,
  use: z.object({ writers: texts.nullable(), services: texts.nullable(), cron: z.boolean().nullable() }),
  ticks: z.object({
    writersUnknown: text.exactOptional(),
    servicesUnknown: text.exactOptional(),
    cronUnknown: text.exactOptional(),
    drivers: text.exactOptional(),
    redeploy: text.exactOptional(),
  }),
  since: moment,
  steps: z.object({ caughtUp: moment, validated: moment, role: moment, smoke: moment, env: moment }),
  finishedAt: moment,
  outcome: z.object({ role: text, tables: count, rows: count.nullable() }).nullable(),
  left: z.object({ sha256: text, bytes: count }).nullable(),
  envs: z.array(z.object({ path: text, backup: text })),
  restore: z
    .object({
      rows: count,
      rounded: count,
      foreignKeys: count,
      snapshotOnly: z.boolean(),
      sourceChanged: z.boolean(),
      kept: text.nullable(),
      swappedAt: moment,
      finishedAt: moment,
      ...account,
    })
    .nullable(),
  keeps: text.nullable(),
});

const predictionSchema: z.ZodType<Prediction> = z.object({
  databaseBytes: z.number(),
  diskBytes: z.number(),
  bandwidth: z.object({ up: z.number(), down: z.number(), latencyMs: z.number() }).nullable(),
  seconds: z.object({
    snapshot: z.number(),
    audit: z.number(),
    load: z.number(),
    indexes: z.number(),
    validate: z.number(),
    total: z.number(),
  }),
  downtimeSeconds: z.number(),
  shortDowntimeSeconds: z.number(),
  wayBack: z
    .object({
      outcome: z.enum(['back', 'failed', 'skipped']),
      reason: z
        .object({
          code: z.enum(Object.keys(exitCodes) as ErrorCode[]),
          params: z.record(text, z.union([text, z.number()])),
        })
        .nullable(),
      envs: count,
      inserted: count,
      changed: count,
      deleted: count,
      rows: count,
      liveSeconds: z.number(),
      backSeconds: z.number(),
    })
    .exactOptional(),
});

/** `wizard.json` of a bundle. */
export const aboutSchema: z.ZodType<BundleAbout> = z.object({
  format: z.literal(bundleFormat),
  tool: text,
  writtenAt: text,
  phase: phase.nullable(),
  cutover: cutoverSchema.nullable(),
  prediction: predictionSchema.nullable(),
  moreExceptions: z.boolean(),
  unreadable: texts,
});
