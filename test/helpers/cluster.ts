import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { asAccount, serverAccount } from '../../electron/engine/server/account.ts';
import { runCommand, serverEnvironment } from '../../electron/engine/server/command.ts';

export interface Cluster {
  /** URL of the superuser, with its password; the database is `postgres`. */
  url: string;
  port: number;
  /** Folder of its data and of its unix socket. */
  data: string;
  socket: string;
  /** Sessions are ended, and after a moment the server is back; `kill` gives it no chance to say goodbye. */
  restart(how: 'stop' | 'kill', downFor?: number): Promise<void>;
  /** As a machine that dies; `restart` brings it back. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** A throw-away PostgreSQL on 127.0.0.1 in a temporary folder: fast rather than durable. */
export async function startCluster(
  programs: { initdb: string; postgres: string },
  settings: Record<string, string> = {},
): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'autocore-pg-'));
  const data = join(folder, 'data');
  const password = 'test-secret';
  try {
    const account = await serverAccount(tmpdir(), [programs.postgres], null);
    const pwfile = join(folder, 'password');
    await writeFile(pwfile, password, { mode: 0o600 });
    if (account.kind !== 'self') {
      for (const path of [folder, pwfile]) await chown(path, account.uid, account.gid);
    }
    await chmod(folder, 0o711);
    const init = asAccount(account, programs.initdb, [
      ...['-D', data, '-U', 'postgres', '-E', 'UTF8', '--no-locale', '--no-sync'],
      ...['--auth=scram-sha-256', `--pwfile=${pwfile}`],
    ]);
    const env = serverEnvironment();
    const made = await runCommand(init.file, init.args, { ...init.options, env });
    if (made.code !== 0) throw new Error(`initdb failed: ${made.output}`);

    const port = await freePort();
    const chosen: Record<string, string> = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: process.platform === 'win32' ? '' : folder,
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      autovacuum: 'off',
      max_connections: '200',
      ...settings,
    };
    const run = asAccount(account, programs.postgres, [
      ...['-D', data],
      ...Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]);
    const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
    const launch = (): Server => {
      // Our own child in our own process group: Ctrl+C in the terminal ends it too.
      const child = spawn(run.file, run.args, {
        ...run.options,
        env,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let log = '';
      child.stderr.on('data', (chunk: Buffer) => {
        log = (log + chunk.toString()).slice(-20_000);
      });
      const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      return { child, exited, log: () => log };
    };
    const ready = ({ child, log }: Server) =>
      answers(url, () => {
        if (child.exitCode !== null) throw new Error(`PostgreSQL did not start: ${log()}`);
      });
    let server = launch();
    const kill = async () => {
      server.child.kill('SIGKILL');
      await server.exited;
    };
    try {
      await ready(server);
      await quickLogins(url, password);
    } catch (error) {
      await kill();
      throw error;
    }
    const restart: Cluster['restart'] = async (how, downFor = 0) => {
      server.child.kill(how === 'kill' ? 'SIGKILL' : 'SIGINT');
      await server.exited;
      await delay(downFor);
      for (const deadline = Date.now() + 300_000; ; ) {
        server = launch();
        try {
          return await ready(server);
        } catch (error) {
          // Backends of a server that was killed end by themselves a moment later.
          if (Date.now() > deadline) throw error;
          await delay(50);
        }
      }
    };
    const stop = async () => {
      // The fast shutdown: sessions are ended. https://www.postgresql.org/docs/current/server-shutdown.html
      server.child.kill('SIGINT');
      await server.exited;
      await rm(folder, { recursive: true, force: true });
    };
    return { url, port, data, socket: folder, restart, kill, stop };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

interface Server {
  child: ChildProcess;
  exited: Promise<void>;
  log(): string;
}

async function answers(url: string, check: () => void): Promise<void> {
  const deadline = Date.now() + 300_000;
  for (;;) {
    check();
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(25);
    }
  }
}

/**
 * The same password, not stretched: thousands of sessions would each compute 4096 rounds. PostgreSQL 16 is the first that
 * can be told how many.
 */
async function quickLogins(url: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query("select current_setting('scram_iterations', true) as rounds");
    if (rows[0].rounds === null) return;
    await client.query(`set scram_iterations = 1; alter role postgres password '${password}'`);
  } finally {
    await client.end();
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
