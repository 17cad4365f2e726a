import { spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Account, asAccount, serverAccount } from '../../../electron/engine/server/account.ts';
import { serverBinaries } from '../../../electron/engine/server/binaries.ts';
import { runCommand, serverEnvironment } from '../../../electron/engine/server/command.ts';

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const hasSetpriv = isRoot && spawnSync('setpriv', ['--version']).status === 0;
if (!hasSetpriv)
  console.log('Accounts that root becomes are skipped, or some: that takes Linux, root and setpriv.');
// As mkdtemp makes it: root alone may enter.
const closed = mkdtempSync(join(tmpdir(), 'autocore-closed-'));
afterAll(() => rmSync(closed, { recursive: true, force: true }));

test.runIf(!isRoot && process.platform !== 'win32')('an ordinary user runs the server itself', async () => {
  expect(await serverAccount(closed, ['/bin/sh'], null)).toMatchObject({ kind: 'self' });
});

test.runIf(isRoot)('root becomes an ordinary user, where it can as a plain one', async () => {
  const account = await serverAccount('/', ['/usr/bin/env'], null);
  expect(account.kind).toBe('user');
  const call = asAccount(account, 'id', ['-u']);
  const { output } = await runCommand(call.file, call.args, call.options);
  expect(output).toBe(String(account.uid));
  expect(account.uid).not.toBe(0);
});

test.runIf(isRoot)('the owner of existing data goes before the usual users', async () => {
  const data = join(closed, 'owned');
  mkdirSync(data);
  chownSync(data, 4321, 4322);
  expect(await serverAccount('/', ['/usr/bin/env'], data)).toMatchObject({ uid: 4321, gid: 4322 });
});

test.runIf(hasSetpriv)('programs and data below a closed folder', async () => {
  // As after `npm ci` in a clone below /root.
  const { postgres } = await serverBinaries();
  const native = join(closed, 'native');
  cpSync(dirname(dirname(postgres)), native, { recursive: true, verbatimSymlinks: true });
  const initdb = join(native, 'bin', 'initdb');
  const account: Account = await serverAccount(closed, [join(native, 'bin', basename(postgres))], null);
  expect(account.kind).toBe('reader');

  const data = join(closed, 'data');
  mkdirSync(data, { mode: 0o700 });
  chownSync(data, account.uid, account.gid);
  const call = asAccount(account, initdb, ['-D', data, '--no-sync', '--no-locale']);
  const { code, output } = await runCommand(call.file, call.args, {
    ...call.options,
    env: serverEnvironment(),
  });
  expect(output).toContain('Success');
  expect(code).toBe(0);

  // It may read past folders, and write nowhere but in its own.
  const touch = asAccount(account, 'touch', [join(closed, 'no')]);
  expect((await runCommand(touch.file, touch.args, touch.options)).code).not.toBe(0);
  expect(existsSync(join(closed, 'no'))).toBe(false);
});
