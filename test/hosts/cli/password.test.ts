import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { knowing } from '../../../electron/hosts/cli/invocation.ts';
import { holdsPassword } from '../../../electron/hosts/cli/password.ts';
import { type Language, languages, translator } from '../../../shared/messages/index.ts';
import { cli } from '../../helpers/cli.ts';
import { sandbox } from '../../helpers/folder.ts';
import { firstOf, isLong } from '../../helpers/long.ts';
import { freshDatabase } from '../../helpers/postgres.ts';
import { hasPython, python, run } from '../../helpers/python.ts';

const launcher = fileURLToPath(new URL('../../../electron/hosts/cli/bin.mjs', import.meta.url));
const terminal = fileURLToPath(new URL('../../helpers/terminal.py', import.meta.url));

/** A source, an empty database, and its URL without the password. */
async function scene() {
  const { folder, env } = sandbox();
  const source = join(folder, 'autocore.db');
  await writeSample({ out: source, rows: 20 });
  const { url: full, drop } = await freshDatabase();
  onTestFinished(drop);
  const url = new URL(full);
  const password = decodeURIComponent(url.password);
  url.password = '';
  return { folder, env, source, full, url: url.href, password };
}

const exposed = (language: Language): string => translator(language)('cli.password.exposed');
const migrate = (source: string, target: string): string[] => [
  ...['migrate', '--source', source, '--target', target, '--yes', '--json', '--progress', 'none'],
];

describe('a password in the URL', () => {
  it.runIf(isLong).each(languages)(
    'is warned of, beside the document (%s)',
    async (language) => {
      const { env, source, full, url, password } = await scene();
      const warned = await cli([...migrate(source, full), '--lang', language], { env });
      expect([warned.code, warned.stderr.trim()]).toEqual([0, exposed(language)]);
      const { run } = JSON.parse(warned.stdout);
      const quiet = await cli(['status', '--run', run, '--target', url, '--lang', language], {
        env: { ...env, PGPASSWORD: password },
      });
      expect([quiet.code, quiet.stderr]).toEqual([0, '']);
    },
    300_000,
  );

  it('is warned of by every command that takes a target', async () => {
    const { env } = sandbox();
    for (const command of firstOf(
      ['resume', 'status', 'validate', 'sync', 'benchmark', 'cutover', 'rollback'],
      2,
    )) {
      const args = [command, '--run', 'none', '--target', 'postgresql://nobody:geheim@h/d', '--lang', 'en'];
      const { code, stderr } = await cli(args, { env });
      expect([command, code, stderr]).toEqual([command, 2, expect.stringContaining(exposed('en'))]);
      expect(stderr).not.toContain('geheim');
    }
  }, 300_000);

  it.each([
    ['postgresql://u:p@h/d', true],
    ['postgresql://u@h/d?password=p', true],
    ['postgresql://u@h/d?sslpassword=p', true],
    ['host=h user=u password=p', true],
    ["host=h password='a b'", true],
    ['postgresql://u:p@h:port/d', true],
    ['postgresql://u:p@h/d?nonsense=1', true],
    ['postgresql://u@h:5432/d', false],
    ['postgresql://u:@h/d', false],
    ['postgresql://[::1]:5432/d', false],
    ['postgresql://h:5432/d?user=a@b', false],
    ['host=h user=u', false],
    ['', false],
  ])('is seen in %j: %s', (target, expected) => {
    expect(holdsPassword(target)).toBe(expected);
  });
});

describe('--password-stdin', () => {
  it.runIf(isLong)(
    'is one way for every command; PGPASSWORD and the password file are others',
    async () => {
      const { folder, env, source, url, password } = await scene();
      const args = migrate(source, url);
      const none = await cli(args, { env });
      expect([none.code, JSON.parse(none.stdout).error.code]).toEqual([5, 'target.auth']);
      expect(none.stderr).toContain('--password-stdin');
      const wrong = await cli([...args, '--password-stdin'], { env, stdin: 'wrong\n' });
      expect([wrong.code, JSON.parse(wrong.stdout).error.code]).toEqual([5, 'target.auth']);
      const right = await cli([...args, '--password-stdin'], { env, stdin: `${password}\r\n` });
      expect([right.code, right.stderr]).toEqual([0, '']);
      const { run } = JSON.parse(right.stdout);
      expect(JSON.stringify(right)).not.toContain(password);

      const again = ['status', '--run', run, '--password-stdin'];
      // It stands above the environment.
      const above = await cli(again, { env: { ...env, PGPASSWORD: 'wrong' }, stdin: password });
      expect(above.code).toBe(0);
      expect((await cli(['status', '--run', run], { env: { ...env, PGPASSWORD: password } })).code).toBe(0);
      const file = join(folder, 'pass');
      writeFileSync(file, `*:*:*:*:${password.replaceAll(/[:\\]/g, '\\$&')}\n`, { mode: 0o600 });
      expect((await cli(['status', '--run', run], { env: { ...env, PGPASSFILE: file } })).code).toBe(0);
      // Nothing that stays has it.
      const kept = readFileSync(join(env.AUTOCORE_MIGRATE_HOME, 'autocore-migrate.log'), 'utf8');
      expect(kept).not.toContain(password);
    },
    300_000,
  );

  it.runIf(isLong)(
    'takes none that is empty, and not two',
    async () => {
      const { env, source, full, url } = await scene();
      for (const [target, stdin] of [
        [url, ''],
        [url, '\n'],
        [full, 'x\n'],
      ] as const) {
        const { code, stdout } = await cli([...migrate(source, target), '--password-stdin'], { env, stdin });
        expect([code, JSON.parse(stdout).error.code]).toEqual([2, 'usage']);
      }
    },
    300_000,
  );
});

it('a password comes to the server of whatever is asked', () => {
  const env = { PGUSER: 'ana' };
  const all = { PGUSER: 'ana', PGPASSWORD: 'geheim' };
  expect(knowing({ run: 'r', env }, 'geheim')).toEqual({ run: 'r', env: all });
  // An audit reaches one only for the tables that are there.
  const adopt = { target: 'postgresql://h/d', env };
  expect(knowing({ source: 'x', adopt }, 'geheim')).toEqual({ source: 'x', adopt: { ...adopt, env: all } });
  expect(knowing({ source: 'x', adopt: null }, 'geheim')).toBeNull();
  expect(knowing({ run: 'r', env }, null)).toBeNull();
});

describe.skipIf(!hasPython('pty'))('at a terminal', () => {
  const at = (answers: [string, string][], args: string[], env: Record<string, string>) =>
    run(python, [terminal, JSON.stringify(answers), process.execPath, launcher, ...args], { env });

  it('is asked for when the server asks, and not shown', async () => {
    const { env, source, url, password } = await scene();
    const args = migrate(source, url);
    const shown = await at([['Senha de postgres em', `${password}\r`]], args, {
      ...env,
      LANG: 'pt_BR.UTF-8',
    });
    expect(shown).toContain('"status": "succeeded"');
    expect(shown).toMatch(/exit 0\s*$/);
    expect(shown).not.toContain(password);
    // The first attempt has left nothing.
    const runs = await cli(['runs', '--json'], { env });
    expect(JSON.parse(runs.stdout).runs).toHaveLength(1);
  }, 300_000);

  it.runIf(isLong)(
    'is asked for with --password-stdin, and Ctrl-C ends the command',
    async () => {
      const { env, source, url, password } = await scene();
      const args = [...migrate(source, url), '--password-stdin', '--lang', 'en'];
      const shown = await at([['Password of the server:', `${password}\r`]], args, env);
      expect(shown).toMatch(/exit 0\s*$/);
      expect(shown).not.toContain(password);
      expect(await at([['Password of the server:', '\u0003']], args, env)).toMatch(/exit 6\s*$/);
      expect(await at([['Password of the server:', '\u0004']], args, env)).toMatch(/exit 6\s*$/);
      expect(await at([['Password of postgres', '\r']], args.toSpliced(-3, 1), env)).toMatch(/exit 5\s*$/);
    },
    300_000,
  );
});
