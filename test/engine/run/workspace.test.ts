import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { newRunId } from '../../../electron/engine/run/paths.ts';
import { openWorkspace, type Workspace } from '../../../electron/engine/run/workspace.ts';
import type { RunState } from '../../../shared/model/index.ts';

const root = mkdtempSync(join(tmpdir(), 'autocore-ws-'));
let workspace: Workspace;
let number = 0;

beforeEach(() => {
  workspace = openWorkspace(join(root, `workspace é ${++number}`), {});
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const state = (id: string): RunState => ({
  format: 1,
  id,
  tool: '0.1.0',
  status: 'running',
  stage: 'load',
  createdAt: new Date().toISOString(),
  finishedAt: null,
  profile: 'compatible',
  extras: true,
  source: { path: '/x/autocore.db', sha256: 'abc', bytes: 10, autocore: '14 tables' },
  target: { managed: true, url: 'postgresql://u@h:1/d', server: 'PostgreSQL 18.4', schema: 'public' },
  options: { replace: false, acceptDefaults: true, rehearsal: false, choices: { types: {}, decisions: {} } },
  tables: [
    {
      name: 'devices',
      target: 'devices',
      source: 6,
      migrated: 5,
      repaired: 1,
      nulled: 0,
      quarantined: 1,
      digest: { source: 'a', target: 'a' },
    },
  ],
  objects: { missing: [], notValid: ['fk'] },
  validation: {
    level: 'rows',
    status: 'different',
    differences: 1,
    samples: [
      {
        table: 'devices',
        kind: 'changed',
        key: { id: '1', note: null },
        columns: [{ column: 'name', source: 'a', target: null }],
      },
    ],
    insertsWithoutId: [{ table: 'devices', ok: false, reason: 'x' }],
  },
  seconds: { snapshot: 0.5, total: 1 },
  peakRssMiB: 100,
  error: { code: 'interrupted', message: 'm', hint: 'h' },
});

describe('where it is', () => {
  test('the folder that is named, or else that of the environment', () => {
    const named = join(root, 'named');
    const fromEnvironment = join(root, 'environment');
    expect(openWorkspace(named, { AUTOCORE_MIGRATE_HOME: fromEnvironment }).dir).toBe(named);
    expect(openWorkspace(undefined, { AUTOCORE_MIGRATE_HOME: fromEnvironment }).dir).toBe(fromEnvironment);
  });

  const module = fileURLToPath(new URL('../../../electron/engine/run/default-folder.ts', import.meta.url));
  const script = `import { defaultFolder } from ${JSON.stringify(module)};
    process.stdout.write(defaultFolder(process.env));`;
  const call = (home: string, wrapper: string[] = []) => {
    const [file = '', ...args] = [
      ...wrapper,
      process.execPath,
      '--input-type=module-typescript',
      '-e',
      script,
    ];
    const { AUTOCORE_MIGRATE_HOME: _, XDG_DATA_HOME: __, ...env } = process.env;
    return spawnSync(file, args, { encoding: 'utf8', env: { ...env, HOME: home } }).stdout;
  };

  test.runIf(process.platform === 'linux')('by default below the home folder', () => {
    const home = mkdtempSync(join(root, 'home-'));
    expect(call(home)).toBe(join(home, '.local/share/autocore-migrate'));
  });

  test.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
    'for root in a container the system’s folder, when the home folder is closed',
    () => {
      const home = mkdtempSync(join(root, 'home-'));
      const container = ['setpriv', '--bounding-set=-dac_read_search'];
      expect(call(home, container)).toBe('/var/lib/autocore-migrate');
      chmodSync(home, 0o755);
      chmodSync(root, 0o755);
      expect(call(home, container)).toBe(join(home, '.local/share/autocore-migrate'));
      chmodSync(root, 0o700);
    },
  );

  test('one that cannot be written is refused', () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    expect(() => openWorkspace(file, {})).toThrow(
      expect.objectContaining({
        code: 'workspace.unwritable',
        params: { path: file, reason: expect.any(String) },
      }),
    );
  });

  test.runIf(process.platform !== 'win32')('is closed to other users', async () => {
    const run = await workspace.createRun();
    await workspace.writeState(state(run.id));
    const mode = (path: string) => statSync(path).mode & 0o777;
    expect(mode(workspace.dir) & 0o066).toBe(0);
    expect(mode(run.dir)).toBe(0o700);
    expect(mode(run.state)).toBe(0o600);
  });
});

describe('run ids', () => {
  test('sort by time and can be read out', () => {
    const [early, late] = ['2026-11-23T18:42:59Z', '2026-11-23T18:43:00Z'].map((at) =>
      newRunId(new Date(at)),
    );
    expect(early).toMatch(/^20261123-1842-[a-hj-km-np-z2-9]{4}$/);
    expect([late, early].sort()).toEqual([early, late]);
    expect(new Set(Array.from({ length: 500 }, () => newRunId(new Date()))).size).toBeGreaterThan(490);
  });

  test.each(['', '..', '../../etc', '20261123-1842-k7pm/..', 'a\0b', '20261123-1842-K7PM', 'x'.repeat(9999)])(
    'no path leads out: %j',
    async (id) => {
      expect(() => workspace.runFolder(id)).toThrow(expect.objectContaining({ code: 'run.unknown' }));
      await expect(workspace.readState(id)).rejects.toMatchObject({ code: 'run.unknown' });
    },
  );
});

describe('the state of a run', () => {
  test('comes back as it was written, and leaves no other file', async () => {
    const run = await workspace.createRun();
    const written = state(run.id);
    await workspace.writeState(written);
    await workspace.writeState({ ...written, status: 'succeeded' });
    expect(await workspace.readState(run.id)).toEqual({ ...written, status: 'succeeded' });
    expect(readdirSync(run.dir)).toEqual(['run.json']);
  });

  test('a run that does not exist, is damaged, or is of another version', async () => {
    await expect(workspace.readState(newRunId(new Date()))).rejects.toMatchObject({ code: 'run.unknown' });
    const run = await workspace.createRun();
    await expect(workspace.readState(run.id)).rejects.toMatchObject({ code: 'run.unknown' });
    for (const text of ['', '{', 'null', '[]', '{"format":1}', JSON.stringify(state('20200101-0000-aaaa'))]) {
      writeFileSync(run.state, text);
      await expect(workspace.readState(run.id)).rejects.toMatchObject({
        code: 'run.damaged',
        params: { run: run.id, path: run.state, reason: expect.any(String) },
      });
    }
    writeFileSync(run.state, JSON.stringify({ ...state(run.id), format: 2 }));
    await expect(workspace.readState(run.id)).rejects.toMatchObject({
      code: 'run.otherVersion',
      params: { run: run.id, found: 2, expected: 1 },
    });
  });

  test('all runs, the newest first, with those that cannot be read', async () => {
    expect(await workspace.listRuns()).toEqual([]);
    for (const id of ['20260101-0000-aaaa', '20260301-0000-aaaa', '20260201-0000-aaaa']) {
      await workspace.createRun(id);
      await workspace.writeState(state(id));
    }
    writeFileSync(workspace.runFolder('20260201-0000-aaaa').state, '{');
    writeFileSync(join(workspace.dir, 'runs', 'desktop.ini'), '');
    const listed = await workspace.listRuns();
    expect(listed.map(({ id }) => id)).toEqual([
      '20260301-0000-aaaa',
      '20260201-0000-aaaa',
      '20260101-0000-aaaa',
    ]);
    expect(listed[1]).toMatchObject({ error: { code: 'run.damaged' } });
  });
});

describe('one process works on a run', () => {
  test('a second one is told who has it', async () => {
    const { id } = await workspace.createRun();
    const value = await workspace.withRunLock(id, async () => {
      await expect(workspace.withRunLock(id, async () => 1)).rejects.toMatchObject({
        code: 'run.busy',
        params: { run: id, pid: String(process.pid) },
      });
      return 2;
    });
    expect(value).toBe(2);
    await expect(
      workspace.withRunLock(id, async () => {
        throw new TypeError('ours');
      }),
    ).rejects.toThrow(TypeError);
    expect(await workspace.withRunLock(id, async () => 3)).toBe(3);
    await expect(workspace.withRunLock(newRunId(new Date()), async () => 1)).rejects.toMatchObject({
      code: 'run.unknown',
    });
  });

  test('a killed one gives it back', async () => {
    const { id, dir } = await workspace.createRun();
    const module = fileURLToPath(new URL('../../../electron/engine/run/workspace.ts', import.meta.url));
    const script = `import { openWorkspace } from ${JSON.stringify(module)};
      await openWorkspace(${JSON.stringify(workspace.dir)}, {}).withRunLock(${JSON.stringify(id)}, () => {
        process.stdout.write('ready');
        return new Promise(() => setInterval(() => {}, 1000));
      });`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script]);
    onTestFinished(() => void child.kill('SIGKILL'));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await expect(workspace.withRunLock(id, async () => 1)).rejects.toMatchObject({
      code: 'run.busy',
      params: { pid: String(child.pid) },
    });
    await workspace.writeState(state(id));
    const listed = async () => (await workspace.listRuns()).map((run) => 'state' in run && run.state.status);
    expect(await listed()).toEqual(['running']);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    expect(await listed()).toEqual(['interrupted']);
    expect(readFileSync(join(dir, 'owner.pid'), 'utf8')).toBe(`${child.pid}\n`);
    expect(await workspace.withRunLock(id, async () => 4)).toBe(4);
  });
});
