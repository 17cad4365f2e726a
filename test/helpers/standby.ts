import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asAccount, serverAccount } from '../../electron/engine/server/account.ts';
import { type CommandResult, runCommand, serverEnvironment } from '../../electron/engine/server/command.ts';
import { findInitdb } from '../setup/initdb.mjs';
import { type Cluster, freePort } from './cluster.ts';

/** Folder of the system's own programs, `pg_basebackup` among them. */
export const systemPrograms = dirname(findInitdb() ?? '');

/** A second server as the kit's own scripts make it, from a folder whose name is not only ASCII. */
export interface Standby {
  port: number;
  /** URL of a database there, as on the first server. */
  url(of: string): string;
  primary(...words: string[]): Promise<CommandResult>;
  copy(): Promise<CommandResult>;
  promote(...words: string[]): Promise<CommandResult>;
  /** Starts it, until `stop`. */
  start(): void;
  stop(): Promise<void>;
}

/**
 * @param kit folder of a kit; its `.env` gets the addresses of both.
 * @param folder an empty one for the data, which gets the account that runs servers
 */
export async function standbyOf(first: Cluster, kit: string, folder: string): Promise<Standby> {
  const port = await freePort();
  const home = join(folder, 'cópia do João');
  const account = await serverAccount(folder, [join(systemPrograms, 'postgres')], null);
  await mkdir(home);
  if (account.kind !== 'self') await chown(home, account.uid, account.gid);
  const secrets = join(kit, '.env');
  const text = (await readFile(secrets, 'utf8'))
    .replace(/^DB_PORT=.*$/m, `DB_PORT=${first.port}`)
    .replace(/^PRIMARY_HOST=.*$/m, 'PRIMARY_HOST=127.0.0.1')
    .replace(/^PRIMARY_PORT=.*$/m, `PRIMARY_PORT=${first.port}`)
    .replace(/^STANDBY_ADDRESS=.*$/m, 'STANDBY_ADDRESS=127.0.0.1')
    .replace(/^STANDBY_PORT=.*$/m, `STANDBY_PORT=${port}`);
  await writeFile(secrets, text);
  // What the account may read, as `standby.sh install` writes it.
  const own = join(home, 'standby.env');
  await writeFile(own, text.match(/^(PRIMARY_|STANDBY_|BIND_ADDRESS=).*$/gm)?.join('\n') ?? '');
  if (account.kind !== 'self') await chown(own, account.uid, account.gid);
  await chmod(own, 0o600);

  const admin = { PGHOST: '127.0.0.1', PGUSER: 'postgres', PGPASSWORD: new URL(first.url).password };
  const asAdmin = (script: string, at: number, words: string[]) => {
    const env = serverEnvironment({ ...admin, PGPORT: String(at) });
    return runCommand(join(kit, 'standby', script), words, { env });
  };
  const command = asAccount(account, join(kit, 'standby', 'standby.sh'), []);
  const env = serverEnvironment({
    ...{ AUTOCORE_ENV: own, STANDBY_DIR: home, STANDBY_BIN: systemPrograms, STANDBY_SOCKET: home },
  });
  let server: ChildProcess | null = null;
  return {
    port,
    url(of) {
      const url = new URL(of);
      url.port = String(port);
      return url.href;
    },
    primary: (...words) => asAdmin('primary.sh', first.port, words),
    promote: (...words) => asAdmin('promote.sh', port, words),
    copy: () => runCommand(command.file, [...command.args, 'copy'], { ...command.options, env }),
    start() {
      server = spawn(command.file, [...command.args, 'run'], { ...command.options, env, stdio: 'ignore' });
    },
    async stop() {
      if (server === null || server.exitCode !== null || server.signalCode !== null) return;
      const ended = new Promise((resolve) => server?.once('exit', resolve));
      server.kill('SIGINT');
      await ended;
    },
  };
}
