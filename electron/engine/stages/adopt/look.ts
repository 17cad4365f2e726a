import type { EngineContext } from '../../context.ts';
import { withTarget } from '../../run/target.ts';
import { tryCheck } from '../../target/adopt-check.ts';
import { readAdoptedSchema } from '../../target/adopt-facts.ts';
import { withTransaction } from '../../target/connect.ts';
import type { Adoption } from '../audit.ts';

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
      const found = await withTransaction(
        client,
        () => readAdoptedSchema(client, schema),
        'begin isolation level repeatable read read only',
      );
      return work({
        target: found,
        ask: (trial) => tryCheck(client, { ...trial, signal: ctx.signal }),
      });
    }),
  );
}
