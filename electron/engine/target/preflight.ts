import type pg from 'pg';
import { AppError, type ErrorCode, type ErrorParams } from '../../../shared/errors.ts';
import { freeSpace } from '../system/disk.ts';
import type { TargetConfig } from './config.ts';
import { losesSession } from './pooler.ts';
import { contentOf, foreignObjects, serverFacts, tryRights } from './preflight-queries.ts';

export type CheckId =
  | 'version'
  | 'encoding'
  | 'writable'
  | 'pooler'
  | 'collation'
  | 'rights'
  | 'space'
  | 'empty';

export interface PreflightCheck {
  id: CheckId;
  ok: boolean;
  /** For the texts of the check's error, and worth showing when all is well. */
  params: ErrorParams;
}

export interface PreflightReport {
  /** Such as `PostgreSQL 18.4`. */
  server: string;
  /** One round trip, in milliseconds. */
  latencyMs: number;
  /** Time zone of sessions that set none, such as the application's. */
  timeZone: string;
  /** Free space of the managed server, in bytes; null where it cannot be known. */
  freeBytes: number | null;
  /** In the order in which they matter. After one that makes the rest pointless, the rest is missing. */
  checks: PreflightCheck[];
}

export interface PreflightOptions {
  config: TargetConfig;
  schema: string;
  /** `replace`: what the schema holds is moved out of the way; `resume`: it is what the run itself has made so far. */
  mode: 'abort' | 'replace' | 'resume';
  /** Data folder of the managed server, whose free space can be seen; null for any other server. */
  managedData: string | null;
  /** Bytes that the migration will need; 0 when not known yet. */
  requiredBytes?: number;
}

const oldest = 12;

/** The error that a failed check stands for. */
export const errorOf: Record<CheckId, ErrorCode> = {
  version: 'target.tooOld',
  encoding: 'target.encoding',
  writable: 'target.readOnly',
  pooler: 'target.pooler',
  collation: 'target.encoding',
  rights: 'target.noRights',
  space: 'target.noSpace',
  empty: 'target.notEmpty',
};

/** Asks the target everything that would stop a migration later. Nothing is written: what is tried is rolled back. */
export async function preflight(client: pg.Client, options: PreflightOptions): Promise<PreflightReport> {
  const { config, schema } = options;
  const latencyMs = await roundTrip(client);
  const facts = await serverFacts(client);
  const freeBytes = options.managedData === null ? null : await freeSpace(options.managedData);
  const server = `PostgreSQL ${facts.version}`;
  const { host, port, database, user } = config;
  const checks: PreflightCheck[] = [];
  const report: PreflightReport = { server, latencyMs, timeZone: facts.timeZone, freeBytes, checks };
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

  const content = await contentOf(client, schema);
  const replaced = options.mode === 'replace' && content.count > 0;
  const refused =
    (await tryRights(client, schema, replaced)) ?? (replaced ? await foreignObjects(client, schema) : null);
  check('rights', refused === null, { schema, reason: refused ?? '' });

  const required = options.requiredBytes ?? 0;
  check('space', freeBytes === null || freeBytes >= required, {
    free: freeBytes ?? -1,
    required,
    reason: '',
  });
  check('empty', content.count === 0 || replaced || options.mode === 'resume', {
    schema,
    count: content.count,
    examples: content.examples.join(', '),
  });
  return report;
}

/** @throws AppError the error of the first check that failed (see `errorOf`), with its params. */
export function assertReady(report: PreflightReport): void {
  const failed = report.checks.find(({ ok }) => !ok);
  if (failed) throw new AppError(errorOf[failed.id], failed.params);
}

/** The quickest of three, in milliseconds: the first one also wakes things up. */
async function roundTrip(client: pg.Client): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i++) {
    const began = performance.now();
    await client.query('select 1');
    best = Math.min(best, performance.now() - began);
  }
  return Math.round(best * 100) / 100;
}
