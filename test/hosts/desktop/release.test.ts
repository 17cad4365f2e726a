import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { missingIn, programIn, versionOf } from '../../../electron/build/release/editions.ts';
import { type Run, signatureOf } from '../../../electron/build/release/signatures.ts';
import { signingFor } from '../../../electron/build/release/signing.ts';
import { tempFolder } from '../../helpers/folder.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe('signing', () => {
  const login = { APPLE_API_KEY: 'k.p8', APPLE_API_KEY_ID: 'id', APPLE_API_ISSUER: 'issuer' };
  const apple = { CSC_LINK: 'mac.p12', CSC_KEY_PASSWORD: 'secret' };
  const windows = { WIN_CSC_LINK: 'win.pfx', WIN_CSC_KEY_PASSWORD: 'secret' };

  it('takes what each system has, and hides the rest', () => {
    const env = { PATH: '/bin', ...apple, ...windows, ...login };
    const mac = signingFor('darwin', env);
    expect(mac.env).toEqual({ PATH: '/bin', ...apple, ...login });
    expect(mac.config).toEqual({ forceCodeSigning: true, mac: { hardenedRuntime: true, notarize: true } });
    expect(mac).toMatchObject({ expected: { signed: true, notarised: true }, left: [] });
    // electron-builder would take Apple's certificate where there is none for Windows.
    expect(signingFor('win32', env)).toMatchObject({ env: { PATH: '/bin', ...windows }, left: [] });
    expect(signingFor('win32', { PATH: '/bin', ...apple })).toMatchObject({
      env: { PATH: '/bin' },
      expected: { signed: false },
      left: [expect.stringContaining('WIN_CSC_LINK is not set')],
    });
    expect(signingFor('linux', env).env).toEqual({ PATH: '/bin' });
  });

  it('without secrets, which are empty then, is said to be left out', () => {
    const empty = Object.fromEntries(
      Object.keys({ ...apple, ...windows, ...login }).map((name) => [name, '']),
    );
    for (const platform of ['darwin', 'win32', 'linux'] as const) {
      const { env, expected, left } = signingFor(platform, empty);
      expect(env).toEqual({});
      expect(expected).toEqual({ signed: false, notarised: false });
      expect(left.join()).toContain(platform === 'darwin' ? 'signed by nobody' : 'not signed');
    }
    expect(signingFor('darwin', {}).config.mac).toMatchObject({ identity: '-', hardenedRuntime: false });
    const signed = signingFor('darwin', apple);
    expect(signed.config.mac).toEqual({ hardenedRuntime: true, notarize: false });
    expect(signed.left).toEqual(['not notarised: no login for Apple is set']);
  });

  it('with half a login for Apple is refused, by what is missing', () => {
    expect(() => signingFor('darwin', { ...apple, APPLE_ID: 'a@example.com' })).toThrow(
      'notarisation: APPLE_APP_SPECIFIC_PASSWORD, APPLE_TEAM_ID is not set',
    );
  });
});

describe('a signature', () => {
  /** A system that answers each program, by the last part of its name and its first argument. */
  const answering =
    (answers: Record<string, [number, string]>): Run =>
    async (file, [first = '']) => {
      const [code, output] = answers[`${file.split('/').at(-1)} ${first}`] ?? [1, 'not asked'];
      return { code, output };
    };
  const shown = 'Executable=/x\nAuthority=Developer ID Application: João (ABC)\nAuthority=Apple Root CA\n';

  it.each([
    [
      'ad hoc',
      { 'codesign --display': [0, 'Signature=adhoc\n'], 'codesign --verify': [0, ''] },
      [false, false],
    ],
    ['broken', { 'codesign --display': [0, shown], 'codesign --verify': [1, 'changed'] }, [false, false]],
    ['of a team', { 'codesign --display': [0, shown], 'codesign --verify': [0, ''] }, [true, false]],
    [
      'of a team, looked at by Apple',
      { 'codesign --display': [0, shown], 'codesign --verify': [0, ''], 'xcrun stapler': [0, ''] },
      [true, true],
    ],
  ] as const)('on a Mac that is %s', async (_name, answers, [signed, notarised]) => {
    const told = await signatureOf('darwin', '/x.app', answering(answers as never));
    expect(told).toMatchObject({ signed, notarised });
  });

  it('on Windows is what the system itself says', async () => {
    const told = (output: string) => signatureOf('win32', 'C:\\x.exe', async () => ({ code: 0, output }));
    expect(await told('Valid|CN=João\r\n')).toMatchObject({ signed: true, said: 'CN=João' });
    expect(await told('NotSigned|\r\n')).toMatchObject({ signed: false, said: 'not signed (NotSigned)' });
    expect(await told('HashMismatch|CN=João\r\n')).toMatchObject({ signed: false });
  });
});

describe('a release', () => {
  const names = [
    ...[
      'win32-x64.zip',
      'darwin-arm64.tar.gz',
      'darwin-x64.tar.gz',
      'linux-x64.tar.gz',
      'linux-arm64.tar.gz',
    ],
    ...['x64-setup.exe', 'arm64.dmg', 'x64.dmg', 'x86_64.AppImage', 'amd64.deb'],
  ].map((end) => `AutoCore-Migrate-${version}-${end}`);
  const release = (...args: string[]) =>
    run(process.execPath, [join(root, 'electron/build/release/main.ts'), ...args], {
      env: { ...process.env, GITHUB_STEP_SUMMARY: '' },
    });

  it('has the version of its tag', async () => {
    expect(['v1.2.3', 'v1.2.3-rc.1', '1.2.3', 'v1.2', 'vnext'].map(versionOf)).toEqual([
      ...['1.2.3', '1.2.3-rc.1'],
      ...[null, null, null],
    ]);
    expect((await release('check', '--tag', `v${version}`)).stdout).toContain('is the version');
    await expect(release('check', '--tag', 'v99.0.0')).rejects.toMatchObject({
      code: 1,
      stderr: `the tag v99.0.0 is not v${version}, as package.json says\n`,
    });
  });

  it('has every edition, or says which one is missing', async () => {
    expect(missingIn(names, version)).toEqual([]);
    expect(missingIn(names, '99.0.0')).toHaveLength(names.length);
    const folder = tempFolder();
    for (const name of names.slice(0, -1)) writeFileSync(join(folder, name), name);
    await expect(release('sums', '--folder', folder)).rejects.toMatchObject({
      stderr: expect.stringMatching(/not in .*: Debian package\n$/),
    });
    writeFileSync(join(folder, names.at(-1) ?? ''), 'abc');
    await release('sums', '--folder', folder);
    await release('sums', '--folder', folder);
    const lines = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(names.length);
    expect(lines).toContain(
      `ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  ${names.at(-1)}`,
    );
  });

  it('is tried by the program that was packed for this system', () => {
    const folders = ['linux-unpacked', 'linux-arm64-unpacked', 'win-unpacked', 'mac', 'mac-arm64', 'x.exe'];
    expect(programIn(folders, 'linux', 'x64')).toBe('linux-unpacked/autocore-migrate');
    expect(programIn(folders, 'linux', 'arm64')).toBe('linux-arm64-unpacked/autocore-migrate');
    expect(programIn(folders, 'win32', 'x64')).toBe('win-unpacked/AutoCore Migrate.exe');
    expect(programIn(folders, 'darwin', 'arm64')).toMatch(/^mac-arm64\/AutoCore Migrate\.app\//);
    expect(programIn(folders, 'win32', 'arm64')).toBeNull();
    expect(programIn([], 'linux', 'x64')).toBeNull();
  });
});
