import type pg from 'pg';
import { AppError, type ErrorCode, type ErrorParams } from '../../../shared/errors.ts';
import type { EngineContext } from '../context.ts';
import { withTarget } from '../run/target.ts';
import { safeUrl } from '../target/config.ts';
import { errorOf, type PreflightReport, preflight } from '../target/preflight.ts';
import { hypertableObstacle } from '../target/timescale.ts';

export interface TestTargetInput {
  workspace: string;
  /** URL; null: the managed local server, which is started for it. */
  target: string | null;
  env: Record<string, string | undefined>;
  schema: string;
  ifNotEmpty: 'abort' | 'replace' | 'adopt';
  /** Tables of the source: how many of these names the schema has says whether there is something to adopt. */
  tables?: string[];
}

/** What the test found; the host words it. */
export interface TargetTest {
  server: string | null;
  url: string | null;
  latencyMs: number | null;
  timeZone: string | null;
  freeBytes: number | null;
  /** It has TimescaleDB, and hypertables can be made there. */
  hypertables: boolean;
  checks: TargetTestCheck[];
}

export interface TargetTestCheck {
  id: 'reachable' | 'timeZone' | 'latency' | PreflightReport['checks'][number]['id'];
  status: 'ok' | 'warning' | 'failed' | 'skipped';
  params: ErrorParams;
  error: ErrorCode | null;
}

const order: TargetTestCheck['id'][] = [
  'reachable',
  'version',
  'encoding',
  'writable',
  'pooler',
  'collation',
  'timeZone',
  'latency',
  'journal',
  'rights',
  'live',
  'space',
  'empty',
  'strangers',
];

/** Milliseconds: beyond it every chunk waits noticeably for the network. */
const slow = 50;

/**
 * Tries a target as a migration would use it; nothing is written. A server that cannot be reached is a result. Throws
 * AppError server.* of the managed server, target.badUrl {reason}, interrupted.
 */
export async function testTarget(input: TestTargetInput, ctx: EngineContext): Promise<TargetTest> {
  const { workspace, target, env, schema, ifNotEmpty } = input;
  try {
    return await withTarget({ workspace, url: target, env }, ctx, (reached) =>
      reached.withClients(1, async ([client]) => {
        const report = await preflight(client, {
          config: reached.config,
          schema,
          mode: ifNotEmpty,
          managedData: reached.data,
        });
        const hypertables = (await hypertableObstacle(client)) === null;
        const test = { ...told(report, await roundTrip(client), safeUrl(reached.config)), hypertables };
        const empty = test.checks.find((check) => check.id === 'empty');
        if (empty) empty.params.matching = await matching(client, schema, input.tables ?? []);
        return test;
      }),
    );
  } catch (error) {
    if (
      !(error instanceof AppError) ||
      !/^(target|citus)\./.test(error.code) ||
      error.code === 'target.badUrl'
    )
      throw error;
    const failed = { id: 'reachable', status: 'failed', params: error.params, error: error.code } as const;
    return {
      server: null,
      url: null,
      latencyMs: null,
      timeZone: null,
      freeBytes: null,
      hypertables: false,
      checks: inOrder([failed]),
    };
  }
}

/** Tables of the schema that have one of these names. */
async function matching(client: pg.Client, schema: string, names: readonly string[]): Promise<number> {
  const { rows } = await client.query<{ n: string }>(
    `select count(*) as n from pg_tables where schemaname = $1::text and lower(tablename) = any($2::text[])`,
    [schema, names.map((name) => name.toLowerCase())],
  );
  return Number(rows[0]?.n ?? 0);
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

function told(
  { server, timeZone, freeBytes, checks }: PreflightReport,
  latencyMs: number,
  url: string,
): Omit<TargetTest, 'hypertables'> {
  const found: TargetTestCheck[] = [
    { id: 'reachable', status: 'ok', params: { server }, error: null },
    // The application's own sessions: the migration sets UTC for its own.
    {
      id: 'timeZone',
      status: /^(etc\/)?(utc|uct|gmt|zulu)$/i.test(timeZone) ? 'ok' : 'warning',
      params: { timeZone },
      error: null,
    },
    { id: 'latency', status: latencyMs > slow ? 'warning' : 'ok', params: { latencyMs }, error: null },
    ...checks.map(({ id, ok, params }): TargetTestCheck => {
      if (id === 'strangers') return { id, status: ok ? 'ok' : 'warning', params, error: null };
      const unknown = id === 'space' && freeBytes === null;
      const status = ok ? (unknown ? 'skipped' : 'ok') : 'failed';
      return { id, status, params, error: ok ? null : errorOf[id] };
    }),
  ];
  return { server, url, latencyMs, timeZone, freeBytes, checks: inOrder(found) };
}

function inOrder(found: TargetTestCheck[]): TargetTestCheck[] {
  return order.map(
    (id) => found.find((check) => check.id === id) ?? { id, status: 'skipped', params: {}, error: null },
  );
}
