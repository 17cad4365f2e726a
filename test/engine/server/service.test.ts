import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Installation } from '../../../electron/engine/server/installation.ts';
import { serverPaths } from '../../../electron/engine/server/paths.ts';
import { requireOwnDisk } from '../../../electron/engine/server/running.ts';
import { installedService, possibleServices } from '../../../electron/engine/server/service/find.ts';
import { makeKnown } from '../../../electron/engine/server/service/install.ts';
import { byService } from '../../../electron/engine/server/service/launch.ts';
import { agentText, hasFailed } from '../../../electron/engine/server/service/launchd.ts';
import { unitText } from '../../../electron/engine/server/service/systemd.ts';
import { taskText } from '../../../electron/engine/server/service/windows-task.ts';
import type { Output, System } from '../../../electron/engine/system/programs.ts';
import { tempFolder } from '../../helpers/folder.ts';

const hard = `C:\\Users\\João d'Ávila & "Filhos" <100%>\\ws`;

function installation(workspace = hard, system: System = windows(() => true).system): Installation {
  const paths = serverPaths(workspace);
  const bin = join(paths.programs, '18', 'bin');
  const binaries = {
    initdb: join(bin, 'initdb'),
    pgCtl: join(bin, 'pg_ctl'),
    postgres: join(bin, 'postgres'),
  };
  return { paths, binaries, account: { kind: 'self', name: '', uid: -1, gid: -1 }, system };
}

/** A Windows that answers a program as `may` says. */
function windows(may: (call: string) => boolean): { system: System; calls: string[] } {
  const calls: string[] = [];
  const run = async (program: string, args: readonly string[]): Promise<Output> => {
    const call = [program.split(/[\\/]/).at(-1), ...args].join(' ');
    calls.push(call);
    // A console has another encoding than we read, so that the name is not what it is called.
    return may(call)
      ? { ok: true, output: '"PC\\Jo\ufffdo","S-1-5-21-7-8-1001"' }
      : { ok: false, output: 'Acesso negado.' };
  };
  return { system: { platform: 'win32', run }, calls };
}

// The suite says that nothing may be installed on the machine; this is not the machine.
const allowed = async <T>(work: () => Promise<T>): Promise<T> => {
  vi.stubEnv('AUTOCORE_MIGRATE_SERVICES', '');
  return work().finally(() => vi.unstubAllEnvs());
};

describe('Windows', () => {
  test('an administrator gets a service, with the rights that its account needs', async () => {
    const folder = tempFolder();
    const { system, calls } = windows((call) => !call.startsWith('reg.exe query'));
    const service = await allowed(() => makeKnown(installation(folder, system)));
    expect(service).toMatchObject({
      kind: 'windows-service',
      name: expect.stringMatching(/^autocore-postgresql-[0-9a-f]{8}$/),
    });
    expect(await service.begins()).toBe('boot');
    expect(
      calls.some((call) =>
        call.startsWith(
          `pg_ctl register -N ${service.name} -U NT AUTHORITY\\NetworkService -D ${serverPaths(folder).data} -S auto`,
        ),
      ),
    ).toBe(true);
    const granted = calls.filter((call) => call.startsWith('icacls.exe'));
    expect(granted.map((call) => call.split(' ').at(-2))).toEqual([
      '*S-1-5-20:(OI)(CI)M',
      '*S-1-5-20:(OI)(CI)M',
      '*S-1-5-20:(OI)(CI)RX',
    ]);
  });

  test('somebody else gets a task of his own, and who may neither is told what the system said', async () => {
    const folder = tempFolder();
    const paths = serverPaths(folder);
    mkdirSync(paths.logs, { recursive: true });
    const user = windows((call) => !/^(reg|pg_ctl|sc)[. ]/.test(call) && !call.includes('/query'));
    const service = await allowed(() => makeKnown(installation(folder, user.system)));
    expect(service).toMatchObject({ kind: 'windows-task', control: null });
    expect(await service.begins()).toBe('login');
    expect(user.calls).toContain('whoami.exe /user /fo csv /nh');
    expect(user.calls.at(-1)).toMatch(
      /^schtasks\.exe \/create \/f \/tn \\AutoCore Migrate\\autocore-postgresql-/,
    );

    const nobody = windows((call) => call.startsWith('whoami'));
    await expect(allowed(() => makeKnown(installation(folder, nobody.system)))).rejects.toMatchObject({
      code: 'server.service',
      params: { reason: expect.stringContaining('Acesso negado.') },
    });
    expect(await installedService(paths.data, nobody.system)).toBeNull();
  });

  test('the task is well-formed, and its script names the folders as they are', () => {
    const file = join(tempFolder(), 'task.xml');
    const text = taskText(installation(), 'PC\\João & Cia');
    writeFileSync(file, `\ufeff${text}`, 'utf16le');
    const read = python(
      `import sys, xml.etree.ElementTree as e
r = e.parse(sys.argv[1]).getroot()
print('\\n'.join(x.text.strip() for x in r.iter() if x.tag.endswith(('UserId', 'Arguments', 'Description'))))`,
      file,
    );
    const [description, trigger, principal, args = ''] = read.trim().split('\n');
    expect(description).toContain(hard);
    expect([trigger, principal]).toEqual(['PC\\João & Cia', 'PC\\João & Cia']);
    const script = Buffer.from(args.split(' ').at(-1) ?? '', 'base64').toString('utf16le');
    // Within single quotes PowerShell reads nothing but the quote.
    expect(script).toContain(`$env:PGDATA = '${serverPaths(hard).data.replaceAll("'", "''")}'`);
  });
});

test.each([
  [String.raw`\\servidor\oficina\ws`, false],
  [String.raw`\\?\UNC\servidor\oficina`, false],
  [String.raw`\\?\C:\Users\João`, true],
  [String.raw`C:\Users\João`, true],
])('a server in %s: %s', (path, may) => {
  const ask = () => requireOwnDisk(path, 'win32');
  if (may) expect(ask).not.toThrow();
  else expect(ask).toThrow(expect.objectContaining({ code: 'server.networkFolder', params: { path } }));
  expect(() => requireOwnDisk(path, 'linux')).not.toThrow();
});

describe('macOS', () => {
  test('the agent is a property list that starts the server itself, and again when it fails', () => {
    const file = join(tempFolder(), 'a.plist');
    const installed = installation();
    writeFileSync(file, agentText('autocore-postgresql-1', installed, 'joão'));
    const list = JSON.parse(
      python('import sys, json, plistlib\nprint(json.dumps(plistlib.load(open(sys.argv[1], "rb"))))', file),
    );
    expect(list).toMatchObject({
      Label: 'autocore-postgresql-1',
      ProgramArguments: [installed.binaries.postgres, '-D', installed.paths.data],
      KeepAlive: { SuccessfulExit: false },
      RunAtLoad: true,
      UserName: 'joão',
    });
    expect(agentText('a', installed, null)).not.toContain('UserName');
  });

  test.each([
    ['\truns = 1\n\tlast exit code = (never exited)\n', false],
    ['\truns = 2\n\tlast exit code = 1\n', false],
    ['\truns = 3\n\tpid = 7\n\tlast exit code = 1\n', true],
    ['\truns = 1\n\tlast exit code = 0\n', true],
  ])('launchd that goes on starting it is not waited for: %j', (printed, failed) => {
    expect(hasFailed(printed)).toBe(failed);
  });

  test('a start that neither comes nor fails ends', async () => {
    const nothing = async () => {};
    const control = { start: nothing, stop: nothing, giveUp: nothing, failed: async () => false };
    expect(await byService(control, 0)(installation(tempFolder()))).toEqual({ code: null, output: '' });
  });
});

describe('Linux', () => {
  test('the unit of the machine runs as the account that owns the data', () => {
    const root = {
      ...installation('/root/ws'),
      account: { kind: 'reader', name: '#7', uid: 7, gid: 8 },
    } as const;
    const text = unitText(root, false);
    expect(text).toContain('User=7\nGroup=8\nAmbientCapabilities=CAP_DAC_READ_SEARCH');
    expect(text).toContain('WantedBy=multi-user.target');
    expect(unitText(installation('/home/joão/ws'), true)).not.toContain('User=');
  });

  test('without a manager that we know there is none', async () => {
    const run = async (): Promise<Output> => ({
      ok: false,
      output: 'System has not been booted with systemd',
    });
    const system: System = { platform: 'linux', run };
    await allowed(async () => {
      expect(await possibleServices('/ws/server/data', system)).toEqual([]);
      expect(await possibleServices('/ws', { ...system, platform: 'freebsd' })).toEqual([]);
      const known = makeKnown(installation('/ws', system));
      await expect(known).rejects.toMatchObject({ code: 'server.noService' });
    });
  });

  test('nothing is installed where the environment forbids it', async () => {
    const run = async (): Promise<Output> => ({ ok: true, output: '' });
    const system: System = { platform: 'darwin', run };
    expect(await allowed(() => possibleServices('/ws', system))).toHaveLength(1);
    vi.stubEnv('AUTOCORE_MIGRATE_SERVICES', 'off');
    expect(await possibleServices('/ws', system)).toEqual([]);
    await expect(makeKnown(installation('/ws', system))).rejects.toMatchObject({ code: 'server.noService' });
    vi.unstubAllEnvs();
  });
});

/** What a program of Python says of a file: readers that are not ours. */
function python(program: string, file: string): string {
  return execFileSync('python3', ['-c', program, file], { encoding: 'utf8' });
}
