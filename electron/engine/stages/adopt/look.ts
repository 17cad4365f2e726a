import type pg from 'pg';
import type { AdoptedSchema } from '../../../../shared/model/index.ts';
import type { EngineContext } from '../../context.ts';
import { withTarget } from '../../run/target.ts';
import { tryCheck } from '../../target/adopt-check.ts';
import { readAdoptedSchema } from '../../target/adopt-facts.ts';
import { asOfNow, withTransaction } from '../../target/connect.ts';
import type { Adoption } from '../audit.ts';
import type { Who } from './open.ts';

/** Where the application has made its tables. */
export interface AdoptFrom {
  /** URL of the server; null: the managed one of the workspace. */
  target: string | null;
  env: Record<string, string | undefined>;
  schema: string;
}

/**
 * Runs `work` with what stands in a target, and with the server to ask; nothing is written there. For an audit without a
 * run. @throws AppError target.*, server.*
 */
export async function withAdoption<T>(
  workspace: string,
  from: AdoptFrom | null,
  ctx: EngineContext,
  work: (adoption: Adoption | null) => Promise<T>,
): Promise<T> {
  if (from === null) return work(null);
  const { target: url, env, schema } = from;
  return withTarget({ workspace, url, env }, ctx, (target) =>
    target.withClients(1, async ([client]) => {
      return work(adoptionOf(client, await lookAt(client, schema), ctx.signal));
    }),
  );
}

/** What stands in a schema at one moment. */
export function lookAt(client: pg.Client, schema: string): Promise<AdoptedSchema> {
  return withTransaction(client, () => readAdoptedSchema(client, schema), asOfNow);
}

/** The same with the server to ask. */
export function adoptionOf(client: pg.Client, target: AdoptedSchema, signal: AbortSignal): Adoption {
  return { target, who: whoOf(client), ask: (trial) => tryCheck(client, { ...trial, signal }) };
}

/** Whom a message speaks of that our role may not do something. */
export function whoOf({ user, database }: pg.Client): Who {
  return { user: user ?? '', database: database ?? '' };
}
