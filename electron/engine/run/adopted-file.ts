import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { AdoptedSchema, TypeFacts } from '../../../shared/model/index.ts';
import { unreadableReason } from './unreadable.ts';

const texts = z.array(z.string());

const facts: z.ZodType<TypeFacts> = z.lazy(() =>
  z.object({
    name: z.string(),
    kind: z.enum(['base', 'enum', 'array', 'other']),
    modifier: z.int(),
    labels: texts.nullable(),
    element: facts.nullable(),
    collated: z.boolean(),
  }),
);

const column = z.object({
  name: z.string(),
  type: z.string(),
  baseType: z.string(),
  facts,
  notNull: z.boolean(),
  canBeNull: z.boolean(),
  filled: z.boolean(),
  generated: z.string().nullable(),
  sequence: z
    .object({
      ...{ name: z.string(), last: z.string(), called: z.boolean() },
      ...{ owned: z.boolean(), own: z.boolean(), movable: z.boolean() },
    })
    .nullable(),
  domainChecks: texts,
});

const table = z.object({
  name: z.string(),
  rows: z.int().nonnegative(),
  owner: z.string(),
  owned: z.boolean(),
  writable: z.boolean(),
  closed: z.string().nullable(),
  columns: z.array(column),
  keys: z.array(z.object({ name: z.string(), primary: z.boolean(), columns: texts })),
  indexes: z.array(z.array(z.string().nullable())),
  checks: z.array(
    z.object({ name: z.string(), columns: texts, expression: z.string(), definition: z.string() }),
  ),
  foreignKeys: z.array(
    z.object({
      name: z.string(),
      columns: texts,
      references: z.string().nullable(),
      parent: z.string(),
      refColumns: texts,
      deferrable: z.boolean(),
      definition: z.string(),
    }),
  ),
  versions: texts.nullable(),
  triggers: z.array(z.object({ name: z.string(), enabled: z.string() })),
});

const document: z.ZodType<AdoptedSchema> = z.object({ schema: z.string().min(1), tables: z.array(table) });

/**
 * What an application made in a target that is not reached from here, as the supplied query prints it there.
 * @throws AppError adopt.unreadable {path, reason}
 */
export async function readAdoptedFile(path: string): Promise<AdoptedSchema> {
  try {
    // Shells of Windows begin a file with a byte order mark.
    return document.parse(JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, '')));
  } catch (cause) {
    throw new AppError('adopt.unreadable', { path, reason: unreadableReason(cause) }, { cause });
  }
}
