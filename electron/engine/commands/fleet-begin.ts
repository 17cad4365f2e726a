import { availableParallelism, freemem } from 'node:os';
import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { FleetJobs } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { jobsFor } from '../fleet/capacity.ts';
import { isThere } from '../fleet/look.ts';
import { writeFleet } from '../fleet/state-file.ts';
import { readPlan } from '../run/plan-file.ts';
import { withTarget } from '../run/target.ts';
import { safeUrl, targetConfig } from '../target/config.ts';
import { type FleetLookInput, openFleet } from './fleet-look.ts';

export interface FleetBeginInput extends FleetLookInput {
  /** URL of the server; null: where the fleet is, and the local one for a new fleet. */
  target: string | null;
  /** How many vehicles at a time; null: as many as there is room for. */
  jobs: number | null;
  /** Path of a saved plan, or null: one that cannot be read would stop every vehicle. */
  plan: string | null;
}

export interface FleetBegun {
  /** The way to the server, with whatever it needs; null for the local one. Not to be kept. */
  target: string | null;
  jobs: FleetJobs;
}

/**
 * Gets a fleet ready: asks the server how much it has room for, and notes where the fleet goes.
 * @throws AppError fleet.otherTarget, fleet.needsTarget, fleet.manifest, target.*, server.*
 */
export async function beginFleet(input: FleetBeginInput, ctx: EngineContext): Promise<FleetBegun> {
  const fleet = await openFleet(input);
  if (input.plan !== null) await readPlan(input.plan);
  const { state, folder, runs, isNew } = fleet;
  const given = input.target === null ? null : safeUrl(targetConfig(input.target, input.env));
  const settled = !isNew && [...runs.values()].some(isThere);
  // Who names no server means the one where the vehicles are.
  if (settled && given !== null && !samePlace(given, state.target)) {
    const params = { path: state.manifest, target: state.target ?? 'local' };
    throw new AppError('fleet.otherTarget', params);
  }
  const target = input.target ?? (settled ? state.target : null);
  if (target === null && state.each === 'database') throw new AppError('fleet.needsTarget');
  const connections = await withTarget(
    { workspace: fleet.workspace.dir, url: target, env: input.env, user: folder.id },
    ctx,
    (reached) => reached.withClients(1, ([client]) => freeConnections(client)),
  );
  state.target = given ?? (settled ? state.target : null);
  await writeFleet(folder.state, state);
  const freeMiB = Math.floor(freemem() / 2 ** 20);
  return { target, jobs: jobsFor(input.jobs, { cores: availableParallelism(), freeMiB, connections }) };
}

/** The same database of the same server, whoever connects and however. */
function samePlace(a: string, b: string | null): boolean {
  const place = (url: string): string => {
    const { host, hostAddress, port, database } = targetConfig(url, {});
    return JSON.stringify([host, hostAddress, port, database]);
  };
  return b !== null && place(a) === place(b);
}

/** Connections that this role can still make. https://www.postgresql.org/docs/current/runtime-config-connection.html */
async function freeConnections(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ free: string }>(`
    with used as (
      select count(*) as n, count(*) filter (where datname = current_database()) as here,
        count(*) filter (where usename = current_user) as own
      from pg_stat_activity where backend_type = 'client backend'
    )
    select least(
      current_setting('max_connections')::int
        - case when r.rolsuper then 0 else current_setting('superuser_reserved_connections')::int end
        - coalesce(current_setting('reserved_connections', true), '0')::int - used.n,
      case when d.datconnlimit < 0 then 100000 else d.datconnlimit - used.here end,
      case when r.rolconnlimit < 0 then 100000 else r.rolconnlimit - used.own end) as free
    from used, pg_database d, pg_roles r
    where d.datname = current_database() and r.rolname = current_user`);
  return Number(rows[0]?.free ?? 0);
}
