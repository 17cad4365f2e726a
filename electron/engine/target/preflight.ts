import type pg from 'pg';
import { AppError, type ErrorCode, type ErrorParams } from '../../../shared/errors.ts';
import { freeSpace } from '../system/disk.ts';
import { citusFacts, requireCluster, requireUnplaced } from './citus.ts';
import type { TargetConfig } from './config.ts';
import { journalStranger } from './journal-guard.ts';
import { liveIn, liveParams } from './live.ts';
import { inOneTrip } from './pipeline.ts';
import { losesSession } from './pooler.ts';
import {
  contentOf,
  foreignObjects,
  schemasThere,
  serverFacts,
  strangersIn,
  tryRights,
} from './preflight-queries.ts';
import { schemaObjects } from './schema-objects.ts';
import { serverSettings } from './server-settings.ts';
import { requireFenceable } from './timescale.ts';

export type CheckId =
  | 'version'
  | 'encoding'
  | 'writable'
  | 'pooler'
  | 'collation'
  | 'journal'
  | 'rights'
  | 'live'
  | 'space'
  | 'empty'
  | 'strangers';

export interface PreflightCheck {
  id: CheckId;
  ok: boolean;
  /** Not ok is something to know, and stops nothing. */
  warning?: boolean;
  /** For the texts of the check's error, and worth showing when all is well. */
  params: ErrorParams;
}

export interface PreflightReport {
  /** Such as `PostgreSQL 18.4`. */
  server: string;
  /** Time zone of sessions that set none, such as the application's. */
  timeZone: string;
  /** What decides how it takes a migration, by name (server-settings.ts). */
  settings: Record<string, string>;
  /** Free space of the managed server, in bytes; null where it cannot be known. */
  freeBytes: number | null;
  /** In the order in which they matter. After one that makes the rest pointless, the rest is missing. */
  checks: PreflightCheck[];
}

export interface PreflightOptions {
  config: TargetConfig;
  schema: string;
  /** `replace`: what the schema holds is moved out of the way; `adopt`: rows go into it as it is; `resume`: it is what the run itself has made so far. */
  mode: 'abort' | 'replace' | 'adopt' | 'resume';
  /** Data folder of the managed server, whose free space can be seen; null for any other server. */
  managedData: string | null;
  /** Bytes that the migration will need; 0 when not known yet. */
  requiredBytes?: number;
}

const oldest = 12;

/** The error that a failed check stands for; a warning stands for none. */
export const errorOf: Record<Exclude<CheckId, 'strangers'>, ErrorCode> = {
  version: 'target.tooOld',
  encoding: 'target.encoding',
  writable: 'target.readOnly',
  pooler: 'target.pooler',
  collation: 'target.encoding',
  journal: 'target.foreignJournal',
  rights: 'target.noRights',
  live: 'target.live',
  space: 'target.noSpace',
  empty: 'target.notEmpty',
};

/**
 * Asks the target everything that would stop a migration later. Nothing is written: what is tried is rolled back.
 * @throws AppError citus.worker, citus.node, citus.adopted (see citus.ts), target.noTimescale (see timescale.ts)
 */
export async function preflight(client: pg.Client, options: PreflightOptions): Promise<PreflightReport> {
  const { config, schema } = options;
  const [facts, settings] = await inOneTrip(client, [
    () => serverFacts(client),
    () => serverSettings(client),
  ]);
  const citus = await citusFacts(client);
  const freeBytes = options.managedData === null ? null : await freeSpace(options.managedData);
  const server = `PostgreSQL ${facts.version}`;
  const { host, port, database, user } = config;
  if (citus) await requireCluster(client, citus, { host, port, database, user });
  if (options.mode === 'adopt') {
    await requireUnplaced(client, schema);
    await requireFenceable(client, schema);
  }
  const checks: PreflightCheck[] = [];
  const report: PreflightReport = { server, timeZone: facts.timeZone, settings, freeBytes, checks };
  /** Notes a check down; false when it failed. */
  const check = (id: CheckId, ok: boolean, params: ErrorParams): boolean => {
    checks.push({ id, ok, params: { host, port, database, user, ...params } });
    return ok;
  };

  if (
    !check('version', facts.versionNumber >= oldest * 10_000, { version: facts.version, minimum: oldest })
  ) {
    return report;
  }
  check('encoding', facts.encoding === 'UTF8', { encoding: facts.encoding });
  if (!check('writable', facts.readOnly === null, { reason: facts.readOnly ?? '' })) return report;
  const lost = await losesSession(client, config);
  if (!check('pooler', lost === null, { reason: lost ?? '' })) return report;
  check('collation', facts.cCollation, { encoding: facts.encoding });

  const [owner, objects, strangers, present] = await inOneTrip(client, [
    () => journalStranger(client, options.mode === 'resume' ? 'read' : 'add'),
    () => schemaObjects(client, schema),
    () => strangersIn(client, schema),
    () => schemasThere(client, [schema]),
  ]);
  if (!check('journal', owner === null, { owner: owner ?? '' })) return report;
  const content = contentOf(objects);
  const replaced = options.mode === 'replace' && content.count > 0;
  const adopted = options.mode === 'adopt';
  const own = adopted ? [] : [schema];
  const refused =
    (await tryRights(client, own, replaced, present)) ?? (replaced ? foreignObjects(objects) : null);
  check('rights', refused === null, { schema, reason: refused ?? '' });

  // Without rights the journal may not even be read.
  if (refused === null) {
    const live = await liveIn(client, [schema], null);
    const free = live === null || options.mode === 'resume';
    // Whatever else is in the way there must stay there.
    if (!check('live', free, live ? liveParams(live, [schema]) : { schema })) return report;
  }

  const required = options.requiredBytes ?? 0;
  check('space', freeBytes === null || freeBytes >= required, {
    free: freeBytes ?? -1,
    required,
    reason: '',
  });
  check('empty', content.count === 0 || replaced || adopted || options.mode === 'resume', {
    schema,
    count: content.count,
    examples: content.examples,
  });
  checks.push({
    id: 'strangers',
    ok: strangers === null,
    warning: true,
    params: { schema, roles: strangers ?? '' },
  });
  return report;
}

/** @throws AppError the error of the first check that failed (see `errorOf`), with its params. */
export function assertReady(report: PreflightReport): void {
  const failed = report.checks.find(({ ok, warning }) => !ok && !warning);
  if (failed && failed.id !== 'strangers') throw new AppError(errorOf[failed.id], failed.params);
}

/** Who else may create in the schema, for the run's account; nothing where nobody may. */
export function strangersOf(report: PreflightReport): { strangers?: string } {
  const found = report.checks.find(({ id, ok }) => id === 'strangers' && !ok);
  return found ? { strangers: String(found.params.roles) } : {};
}
