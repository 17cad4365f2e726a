import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { managedServer } from '../../../electron/engine/server/managed.ts';
import { serverPaths } from '../../../electron/engine/server/paths.ts';
import { processExists, processIdentity } from '../../../electron/engine/system/process.ts';
import { safeUrl, type TargetConfig } from '../../../electron/engine/target/config.ts';
import { withClient } from '../../../electron/engine/target/connect.ts';
import { silentLog } from '../../helpers/log.ts';
import { isLong } from '../../helpers/long.ts';

// mkdtemp makes a folder that only its owner may enter: as root, the hardest case for the server's own user.
const root = mkdtempSync(join(tmpdir(), 'autocore-srv-'));
const workspace = join(root, 'oficina do João $HOME `x`');
const paths = serverPaths(workspace);
const server = managedServer({ workspace, log: silentLog, stopSeconds: 20 });
const children: ChildProcess[] = [];

beforeAll(() => mkdir(workspace));
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await server.stop();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const ask = (config: TargetConfig, sql: string) =>
  withClient(config, async (client) => (await client.query(sql)).rows[0]);

/** Another process that uses the server of a workspace; resolved when it has it. */
async function otherUser(folder = workspace): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('../../helpers/server-user.ts', import.meta.url));
  const child = spawn(process.execPath, [script, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
  });
  return child;
}

const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));

describe('from nothing', () => {
  test('two processes and this one at once make one server, for the three of them', async () => {
    expect(await server.status()).toMatchObject({ running: false, version: null, users: [] });
    // What an interrupted initdb leaves behind.
    await mkdir(paths.folder, { mode: 0o711 });
    await mkdir(join(paths.part, 'base'), { recursive: true });
    writeFileSync(join(paths.folder, 'password.part'), 'old');

    const [first, second, own] = await Promise.all([otherUser(), otherUser(), server.acquire('own')]);
    const status = await server.status();
    expect(status).toMatchObject({ running: true, manual: false, version: '18', port: own.config.port });
    expect(status.users.map(({ pid }) => pid).sort()).toEqual([first.pid, second.pid, process.pid].sort());
    expect(existsSync(paths.part)).toBe(false);
    expect(existsSync(join(paths.folder, 'password.part'))).toBe(false);

    expect(
      await ask(
        own.config,
        `select current_user as "user", current_database() as database, pg_encoding_to_char(d.encoding) as encoding,
          d.datcollate as collate, current_setting('data_checksums') as checksums,
          current_setting('fsync') as fsync, current_setting('synchronous_commit') as sync,
          current_setting('listen_addresses') as addresses, current_setting('password_encryption') as passwords,
          (select rolsuper from pg_roles where rolname = current_user) as super
        from pg_database d where datname = current_database()`,
      ),
    ).toEqual({
      user: 'autocore_user',
      database: 'autocore',
      encoding: 'UTF8',
      collate: 'C',
      checksums: 'on',
      fsync: 'on',
      sync: 'on',
      addresses: '127.0.0.1',
      passwords: 'scram-sha-256',
      super: false,
    });

    expect(safeUrl(own.config)).toBe(`postgresql://autocore_user@127.0.0.1:${own.config.port}/autocore`);
    expect(status.url).toBe(safeUrl(own.config));
    expect(status.url).not.toContain(own.config.password);

    // It stays up until the last of them has ended.
    await Promise.all([own.release(), own.release()]);
    expect((await server.status()).running).toBe(true);
    for (const child of [first, second]) {
      child.stdin?.end();
      expect(await ended(child)).toBe(0);
    }
    expect(await server.status()).toMatchObject({ running: false, users: [] });
  });

  test.runIf(process.platform !== 'win32')('secrets are for the owner alone', () => {
    expect(statSync(paths.credentials).mode & 0o777).toBe(0o600);
    expect(statSync(paths.data).mode & 0o777).toBe(0o700);
    expect(statSync(paths.folder).mode & 0o066).toBe(0);
    const { owner, superuser } = JSON.parse(readFileSync(paths.credentials, 'utf8'));
    const log = readdirSync(join(paths.data, 'log')).map((name) =>
      readFileSync(join(paths.data, 'log', name), 'utf8'),
    );
    expect(log.join()).toContain('database system is ready');
    for (const secret of [owner, superuser]) expect(log.join()).not.toContain(secret);
  });
});

test('a second start keeps data, port and password', async () => {
  const first = await server.acquire('a');
  await ask(first.config, 'create table public.kept as select 42 as answer');
  await first.release();
  const second = await server.acquire('b');
  expect(second.config).toEqual(first.config);
  expect(await ask(second.config, 'select answer from public.kept')).toEqual({ answer: 42 });
  await second.release();
});

test('a wrong password and the superuser without one are refused', async () => {
  const { config, release } = await server.acquire('a');
  await expect(ask({ ...config, password: 'wrong' }, 'select 1')).rejects.toMatchObject({
    code: 'target.auth',
  });
  await expect(ask({ ...config, user: 'postgres', password: null }, 'select 1')).rejects.toMatchObject({
    code: 'target.auth',
  });
  await release();
});

test.runIf(isLong)('started by hand it stays up without users, until it is stopped by hand', async () => {
  expect(await server.start({ manual: true })).toMatchObject({ running: true, manual: true });
  const { release } = await server.acquire('a');
  await release();
  expect(await server.start({ manual: false })).toMatchObject({ running: true, manual: true });
  expect(await server.stop()).toMatchObject({ running: false, manual: false });
  expect(await server.stop()).toMatchObject({ running: false });
  // The next one is on demand again.
  const again = await server.acquire('a');
  await again.release();
  expect((await server.status()).running).toBe(false);
});

test('a user that was killed does not keep it up', async () => {
  const child = await otherUser();
  child.kill('SIGKILL');
  await ended(child);
  const { running, users } = await server.status();
  expect({ running, users }).toEqual({ running: true, users: [] });
  const { release } = await server.acquire('next');
  await release();
  expect((await server.status()).running).toBe(false);
  expect(readdirSync(paths.leases)).toEqual([]);
});

test.runIf(isLong)('a lease of an earlier process with our id is not ours', async () => {
  const { release } = await server.acquire('a');
  const stale = { pid: process.pid, identity: 'another boot/1', user: 'old', since: '2020' };
  writeFileSync(join(paths.leases, `${process.pid}-old.json`), JSON.stringify(stale));
  writeFileSync(join(paths.leases, 'half.json'), '{"pid":');
  expect((await server.status()).users).toHaveLength(1);
  await release();
  expect((await server.status()).running).toBe(false);
});

test('a server that was killed starts again, with what was committed', async () => {
  const { config, release } = await server.acquire('a');
  await ask(config, 'create table public.survivor as select 7 as answer');
  const { pid } = await server.status();
  process.kill(pid ?? 0, 'SIGKILL');
  await expect.poll(() => processIdentity(pid ?? 0)).toEqual({ is: 'gone' });
  expect((await server.status()).running).toBe(false);
  expect(existsSync(join(paths.data, 'postmaster.pid'))).toBe(true);
  const again = await server.acquire('b');
  expect(await ask(again.config, 'select answer from public.survivor')).toEqual({ answer: 7 });
  await again.release();
  await release();
});

test.runIf(isLong)(
  'after a restart of the machine, a postmaster.pid with the id of another program is no obstacle',
  async () => {
    for (const text of [`${process.pid}\n${paths.data}\n1\n5432\n\n127.0.0.1\n\nready\n`, '']) {
      writeFileSync(join(paths.data, 'postmaster.pid'), text);
      expect((await server.status()).running).toBe(false);
      const { config, release } = await server.acquire('a');
      await ask(config, 'select 1');
      await release();
      expect(processExists(process.pid)).toBe(true);
    }
  },
);

test('a busy port is left to its owner', async () => {
  const { port } = JSON.parse(readFileSync(paths.state, 'utf8'));
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve));
  const { config, release } = await server.acquire('a');
  expect(config.port).not.toBe(port);
  await ask(config, 'select 1');
  await release();
  await new Promise((resolve) => squatter.close(resolve));
});

test.runIf(isLong && process.platform !== 'win32')(
  'a server that hangs is stopped all the same',
  async () => {
    const impatient = managedServer({ workspace, log: silentLog, stopSeconds: 1 });
    const { pid } = await server.start({ manual: true });
    process.kill(pid ?? 0, 'SIGSTOP');
    expect(await impatient.stop()).toMatchObject({ running: false });
    const { config, release } = await server.acquire('a');
    await ask(config, 'select 1');
    await release();
  },
);

test('data of another major version are refused and left alone', async () => {
  const file = join(paths.data, 'PG_VERSION');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, '15\n');
  try {
    await expect(server.acquire('a')).rejects.toMatchObject({
      code: 'server.upgrade',
      params: { found: '15', expected: '18', path: paths.data },
    });
    expect(readFileSync(file, 'utf8')).toBe('15\n');
    expect(await server.status()).toMatchObject({ running: false, version: '15' });
  } finally {
    writeFileSync(file, before);
  }
});

test('a start that fails says why', async () => {
  const file = join(paths.data, 'postgresql.auto.conf');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, "shared_buffers = 'plenty'\n");
  try {
    await expect(server.acquire('a')).rejects.toMatchObject({
      code: 'server.start',
      params: { path: paths.data, reason: expect.stringContaining('shared_buffers') },
    });
  } finally {
    writeFileSync(file, before);
  }
});

test('a preparation that fails leaves no server, and the next one makes it good', async () => {
  const before = readFileSync(paths.credentials, 'utf8');
  const known = JSON.parse(before);
  const owner = 'another password of 24 characters';
  try {
    writeFileSync(paths.credentials, JSON.stringify({ superuser: 'not the password of 16', owner }));
    await expect(server.acquire('a')).rejects.toMatchObject({ code: 'target.auth' });
    expect(existsSync(join(paths.data, 'postmaster.pid'))).toBe(false);
    writeFileSync(paths.credentials, JSON.stringify({ ...known, owner }));
    expect(await server.status()).toMatchObject({ running: false, users: [] });
    // A server that was left running would be taken for a prepared one, which knows this password.
    const { config, release } = await server.acquire('b');
    expect(config.password).toBe(owner);
    await ask(config, 'select 1');
    await release();
    expect((await server.status()).running).toBe(false);
  } finally {
    writeFileSync(paths.credentials, before);
  }
});

test.runIf(isLong)('started by hand and killed, it is on demand again', async () => {
  const { pid } = await server.start({ manual: true });
  process.kill(pid ?? 0, 'SIGKILL');
  await expect.poll(() => processIdentity(pid ?? 0)).toEqual({ is: 'gone' });
  expect(await server.status()).toMatchObject({ running: false, manual: false });
  const { release } = await server.acquire('a');
  expect(await server.status()).toMatchObject({ running: true, manual: false });
  await release();
  expect((await server.status()).running).toBe(false);
});

const canDropRights =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('setpriv', ['--version']).status === 0;

if (!canDropRights) console.log('The server of root is not tried: that takes Linux, root and setpriv.');

describe.runIf(canDropRights)('as root', () => {
  const script = fileURLToPath(new URL('../../helpers/server-user.ts', import.meta.url));
  const start = (folder: string, ...rights: string[]) =>
    spawnSync('setpriv', [...rights, process.execPath, script, folder], { input: '', encoding: 'utf8' });

  test('the server runs as an ordinary user, without a right to write', async () => {
    const { pid } = await server.start({ manual: true });
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    expect(status).not.toMatch(/^Uid:\s+0\b/m);
    // CAP_DAC_READ_SEARCH alone, because the temporary folder is closed.
    expect(status).toMatch(/^CapEff:\s+0000000000000004$/m);
  });

  test('where nothing lets that user in, it is said which folder', () => {
    const { status, stderr } = start(workspace, '--bounding-set=-dac_read_search');
    expect(status).toBe(1);
    expect(stderr).toContain('server.start');
    expect(stderr).toContain('cannot reach');
  });

  test.runIf(isLong)('in a folder that is open no right is needed', () => {
    const open = mkdtempSync(join(tmpdir(), 'autocore-open-'));
    try {
      spawnSync('chmod', ['755', open]);
      const { status, stderr } = start(open, '--bounding-set=-dac_read_search');
      expect(stderr).toBe('');
      expect(status).toBe(0);
    } finally {
      rmSync(open, { recursive: true, force: true });
    }
  });
});
