import type { Socket } from 'node:net';
import type pg from 'pg';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import type { TargetConfig } from './config.ts';
import { cutOff, sessionPid, withClient } from './connect.ts';

/** Milliseconds. */
export interface Patience {
  /** A connection on which nothing moves for so long is looked into. */
  silence: number;
  /** The server must answer a question on a new connection within. */
  answer: number;
  /** Sessions of an earlier attempt may take so long to end. */
  earlier: number;
}

/**
 * Looks after a connection: when a statement is under way and no byte moves in either direction, it asks the server, on
 * another connection, what became of it. A server that works in silence (an index build) is left alone. One that does
 * not answer, or waits for us while we wait for it, is as good as gone: the connection is cut off, and its statement
 * fails as lost. Keep-alive alone does not see that, because the network still answers.
 * @returns what ends the watch.
 */
export function watch(client: pg.Client, config: TargetConfig, patience: Patience): () => void {
  let moved = bytesMoved(client);
  let quietSince = performance.now();
  let asking = false;
  const look = async (): Promise<void> => {
    const now = bytesMoved(client);
    if (now !== moved || !isBusy(client)) {
      moved = now;
      quietSince = performance.now();
    }
    if (asking || performance.now() - quietSince < patience.silence) return;
    asking = true;
    const works = await stillWorks(client, config, patience.answer);
    asking = false;
    // What moved since the question was asked settles it: its answer is about a statement that has ended.
    if (bytesMoved(client) !== now || !isBusy(client)) return;
    if (works) quietSince = performance.now();
    else cutOff(client);
  };
  const timer = setInterval(() => void look(), Math.ceil(patience.silence / 4));
  timer.unref();
  return () => clearInterval(timer);
}

type Internals = pg.Client & { connection: { stream: Socket }; _getActiveQuery(): unknown };

/** Bytes received, and bytes that the system took from us. */
function bytesMoved(client: pg.Client): number {
  const { stream } = (client as Internals).connection;
  return stream.bytesRead + stream.bytesWritten - stream.writableLength;
}

function isBusy(client: pg.Client): boolean {
  return Boolean((client as Internals)._getActiveQuery());
}

const silent: ReadonlySet<ErrorCode> = new Set([
  'target.unreachable',
  'target.timeout',
  'target.lost',
  'target.tls',
  'target.protocol',
]);

async function stillWorks(client: pg.Client, config: TargetConfig, answer: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const giveUp = new AbortController();
  const timer = setTimeout(() => {
    resolve(false);
    giveUp.abort();
  }, answer);
  const asked = withClient(
    config,
    async (other) => {
      const { rows } = await other.query<{ state: string; event: string | null }>(
        'select state, wait_event as event from pg_stat_activity where pid = $1::int',
        [sessionPid(client)],
      );
      return rows[0] !== undefined && worksOn(rows[0], client);
    },
    { signal: giveUp.signal },
    // A refusal (such as a full server's) is an answer, too.
  ).catch((error: unknown) => !(error instanceof AppError && silent.has(error.code)));
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

/** True while the server is at work, or waits for us to read. */
function worksOn({ state, event }: { state: string; event: string | null }, client: pg.Client): boolean {
  if (state !== 'active' || event === 'ClientRead') return false;
  return event !== 'ClientWrite' || (client as Internals).connection.stream.isPaused();
}
