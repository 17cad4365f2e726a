import { z } from 'zod';
import type { RunState, Stage } from './index.ts';

const stages = [
  'snapshot',
  'audit',
  'plan',
  'prepare',
  'export',
  'load',
  'indexes',
  'validate',
  'certificate',
] as const satisfies readonly Stage[];

const count = z.int().nonnegative();
const texts = z.array(z.string());

const rowDifference = z.object({
  table: z.string(),
  kind: z.enum(['missing', 'unexpected', 'changed', 'count', 'ledger']),
  key: z.record(z.string(), z.string().nullable()).nullable(),
  columns: z.array(
    z.object({ column: z.string(), source: z.string().nullable(), target: z.string().nullable() }),
  ),
});

const tableAccount = z.object({
  name: z.string(),
  target: z.string(),
  source: count,
  migrated: count,
  repaired: count,
  nulled: count,
  quarantined: count,
  digest: z
    .object({ source: z.string(), target: z.string(), order: texts.nullable().exactOptional() })
    .nullable(),
});

/** `run.json`, which people may have touched; the type is the model's. */
export const runStateSchema: z.ZodType<RunState> = z.object({
  format: z.literal(1),
  id: z.string(),
  tool: z.string(),
  status: z.enum([
    'running',
    'interrupted',
    'exported',
    'succeeded',
    'differences',
    'failed',
    'refused',
    'undone',
  ]),
  stage: z.enum(stages),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  profile: z.enum(['compatible', 'enhanced']),
  extras: z.boolean(),
  source: z.object({
    path: z.string(),
    sha256: z.string().nullable(),
    bytes: count.nullable(),
    autocore: z.string().nullable(),
    takenAt: z.string().optional(),
    mark: z.string().nullable().optional(),
  }),
  target: z.object({
    managed: z.boolean(),
    url: z.string(),
    server: z.string().nullable(),
    schema: z.string(),
    strangers: z.string().optional(),
  }),
  options: z.object({
    replace: z.boolean(),
    adopt: z.boolean().optional(),
    acceptDefaults: z.boolean(),
    rehearsal: z.boolean(),
    choices: z.object({
      types: z.record(z.string(), z.string()),
      decisions: z.record(z.string(), z.string()),
    }),
    exportTo: z.string().optional(),
  }),
  tables: z.array(tableAccount),
  objects: z.object({ missing: texts, notValid: texts }),
  programs: z
    .array(
      z.object({
        kind: z.enum(['view', 'trigger']),
        table: z.string().nullable(),
        name: z.string(),
        target: z.string(),
        reason: z.string().nullable(),
        rows: count.nullable(),
      }),
    )
    .optional(),
  validation: z
    .object({
      level: z.enum(['counts', 'segments', 'rows']),
      status: z.enum(['identical', 'different']),
      differences: count,
      samples: z.array(rowDifference),
      insertsWithoutId: z.array(
        z.object({ table: z.string(), ok: z.boolean(), reason: z.string().nullable() }),
      ),
    })
    .nullable(),
  // Not `exactOptional`: a stage that was not reached is left out of the JSON by itself.
  seconds: z.partialRecord(z.enum([...stages, 'total']), z.number()) as z.ZodType<RunState['seconds']>,
  comparedBeside: z.number().optional(),
  peakRssMiB: z.number(),
  fleet: z.object({ id: z.string(), vehicle: z.string() }).optional(),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string() }).nullable(),
});
