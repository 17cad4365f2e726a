import type { SpawnOptions } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import { runCommand } from './command.ts';

/**
 * Who runs the server. PostgreSQL refuses to run as root, because whoever breaks into it would own the machine:
 * https://www.postgresql.org/docs/current/postgres-user.html
 * - `self`: we are an ordinary user (or on Windows, where pg_ctl itself drops an administrator's rights);
 * - `user`: we are root and become that user;
 * - `reader`: the same, but a folder on the way (such as /root) is closed to that user, so that it keeps the one
 *   right to read past folder permissions, and none to write.
 */
export interface Account {
  kind: 'self' | 'user' | 'reader';
  name: string;
  uid: number;
  gid: number;
}

export interface AccountCommand {
  file: string;
  args: string[];
  options: SpawnOptions;
}

const self: Account = { kind: 'self', name: '', uid: -1, gid: -1 };

/** The program call which runs `file` as that account. */
export function asAccount(account: Account, file: string, args: string[]): AccountCommand {
  if (account.kind === 'self') return { file, args, options: {} };
  // The current folder of root may be closed to the account.
  if (account.kind === 'user') {
    return { file, args, options: { uid: account.uid, gid: account.gid, cwd: '/' } };
  }
  const only = '-all,+dac_read_search';
  const rights = [
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    // access(2) counts capabilities only with this bit, and initdb asks it about its own programs.
    '--securebits=+no_setuid_fixup,+no_setuid_fixup_locked',
    `--inh-caps=${only}`,
    `--ambient-caps=${only}`,
    `--bounding-set=${only}`,
    '--no-new-privs',
  ];
  return { file: 'setpriv', args: [...rights, '--', file, ...args], options: { cwd: '/' } };
}

/**
 * Chooses the account for the server.
 * @param folder existing folder that will hold the data; the programs must be executable from it too.
 * @param data existing data folder, whose owner goes before any other account, or null.
 * @throws AppError `server.start` {reason, path} when we are root and no account can reach both.
 */
export async function serverAccount(
  folder: string,
  programs: readonly string[],
  data: string | null,
): Promise<Account> {
  if (process.getuid?.() !== 0) return self;
  const user = await ordinaryUser(data);
  const reasons: string[] = [];
  for (const kind of ['user', 'reader'] as const) {
    const account: Account = { ...user, kind };
    const refused = await tryAccount(account, folder, programs);
    if (refused === null) return account;
    reasons.push(refused);
  }
  throw new AppError('server.start', {
    path: folder,
    reason: `user ${user.name} cannot reach ${folder} and ${programs.join(', ')} (${reasons.join('; ')})`,
  });
}

/** Null when the account can enter the folder and run the programs, else what happened. */
async function tryAccount(
  account: Account,
  folder: string,
  programs: readonly string[],
): Promise<string | null> {
  const call = asAccount(account, '/bin/sh', [
    '-c',
    'cd "$1" && shift && for program; do [ -x "$program" ] && "$program" --version || exit 1; done',
    'sh',
    folder,
    ...programs,
  ]);
  try {
    const { code, output } = await runCommand(call.file, call.args, call.options);
    return code === 0 ? null : output;
  } catch (error) {
    // No setpriv on this system.
    return error instanceof Error ? error.message : String(error);
  }
}

async function ordinaryUser(data: string | null): Promise<Omit<Account, 'kind'>> {
  const owner = data === null ? null : await stat(data);
  if (owner && owner.uid !== 0) return { name: `#${owner.uid}`, uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all([runCommand('id', ['-u', name]), runCommand('id', ['-g', name])]);
    if (uid.code === 0 && gid.code === 0) return { name, uid: Number(uid.output), gid: Number(gid.output) };
  }
  throw new AppError('server.start', {
    path: data ?? '',
    reason: 'no user "postgres" or "nobody" on this system',
  });
}
