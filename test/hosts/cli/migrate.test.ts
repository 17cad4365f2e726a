import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { runReport } from '../../../electron/hosts/cli/commands/migrate.ts';
import type { Act } from '../../../electron/hosts/cli/invocation.ts';
import { buildProgram } from '../../../electron/hosts/cli/program.ts';
import { translator } from '../../../shared/messages/index.ts';
import { visibly } from '../../../shared/messages/visibly.ts';
import type { RunState } from '../../../shared/model/index.ts';
import { cli } from '../../helpers/cli.ts';
import { sandbox, tempFolder } from '../../helpers/folder.ts';
import { firstOf, isLong } from '../../helpers/long.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';
import { copyOfRun } from '../../helpers/template.ts';

/** A workspace, a sample to migrate and an empty database to migrate it to. */
async function scene(rows = 500) {
  const { folder, env } = sandbox();
  const source = join(folder, 'São João #1.db');
  await writeSample({ out: source, rows });
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  return { folder, env, source, url };
}

describe('migrate', () => {
  it('prints the account of the run as one JSON document', async () => {
    const { env, source, url } = await scene();
    const { code, stdout, stderr } = await cli(
      ['migrate', '--source', source, '--target', url, '--json', '--yes', '--progress', 'json'],
      { env },
    );
    expect(stderr).not.toContain('error');
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      run: expect.stringMatching(/^\d{8}-\d{4}-\w{4}$/),
      status: 'succeeded',
      profile: 'compatible',
      source: { path: source, sha256: expect.stringMatching(/^[0-9a-f]{64}$/), autocore: '14 tables' },
      target: { server: expect.stringMatching(/^PostgreSQL 18/), schema: 'public' },
      objects: { missing: [] },
      validation: { level: 'rows', status: 'identical', differences: 0 },
    });
    expect(document.tables).toContainEqual({
      name: 'telemetry_data',
      target: 'telemetry_data',
      source: 500,
      migrated: 500,
      repaired: 0,
      nulled: 0,
      quarantined: 0,
    });
    const times = ['snapshot', 'audit', 'load', 'indexes', 'validate', 'total'];
    expect(Object.keys(document.seconds)).toEqual(expect.arrayContaining(times));
    expect(document.peakRssMiB).toBeGreaterThan(0);
    expect(readFileSync(document.certificate, 'utf8')).toContain('<html');
    expect(existsSync(document.exceptions)).toBe(true);
    expect(document.target.url).not.toContain(new URL(url).password || 'no password at all');
    const stages = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).stage);
    expect([...new Set(stages)]).toEqual(expect.arrayContaining(['snapshot', 'audit', 'load', 'validate']));
  });

  it('tells a person what was moved and what to do next', async () => {
    const { env, source, url } = await scene();
    const { code, stdout } = await cli(['migrate', '--source', source, '--target', url, '--yes'], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Migração [\w-]+ concluída/);
    expect(stdout).toMatch(/^Banco AutoCore: 14 tabelas$/m);
    expect(stdout).toMatch(/^telemetry_data +500 +500 +0 +0 +0$/m);
    expect(stdout).toMatch(/diferenças: 0$/m);
    expect(stdout).toMatch(/^Certificado: .*certificate\.html$/m);
  });

  it.runIf(isLong)(
    'says in the language of whoever reads why something stays behind, and what changed its form',
    async () => {
      const { folder, env } = sandbox();
      const source = join(folder, 'loja.db');
      const db = new Database(source);
      db.exec(`create table t (id integer primary key, at datetime, name text);
      insert into t values (1, '31/12/2024 10:00:00', 'a'), (2, '2024-01-01 10:00:00', 'b');
      create index by_year on t (strftime('%j', name));`);
      db.close();
      const { url, drop } = await freshDatabase();
      onTestFinished(drop);
      const call = ['migrate', '--source', source, '--target', url, '--yes'];
      const english = 'a date function over something that is not known to be a point in time';
      const portuguese = 'uma função de data sobre algo que não se sabe se é um instante';
      const { stdout } = await cli([...call, '--schema', 'a'], { env });
      expect(stdout).toContain(`by_year (${portuguese})`);
      const document = async (schema: string, lang: string) =>
        JSON.parse((await cli([...call, '--schema', schema, '--lang', lang, '--json'], { env })).stdout);
      const [en, pt] = [await document('b', 'en'), await document('c', 'pt-BR')];
      for (const [found, reason] of [
        [en, english],
        [pt, portuguese],
      ]) {
        expect(found.leftOut).toEqual([{ kind: 'index', table: 't', name: 'by_year', reason }]);
        expect(found.changed).toMatchObject([{ table: 't', column: 'at', action: 'repaired', count: 1 }]);
        expect(stdout).toContain(pt.changed[0].text);
      }
      expect(pt.changed[0].text).toContain('(data escrita como dia/mês/ano)');
      expect(readFileSync(pt.certificate, 'utf8')).toContain(portuguese);
      expect(readFileSync(pt.certificate, 'utf8')).not.toContain(english);
      const heard = await cli(['audit', '--source', source], { env });
      expect(heard.stdout).toContain(`by_year (${portuguese})`);
    },
  );

  it('hands over the same choices for a rehearsal', async () => {
    const asked: [string, unknown][] = [];
    const run = async (name: string, input: object): Promise<never> => {
      asked.push([name, (input as { set?: string[] }).set]);
      throw new Error('asked');
    };
    const act: Act = (handler) => async (options) => {
      const around = { t: translator('en'), exact: translator('en'), language: 'en', env: {}, workspace: '' };
      await handler({ ...around, options, run } as never).catch(() => {});
    };
    const call = ['migrate', '--source', 'x.db', '--set', 'a.b=text'];
    for (const more of [[], ['--rehearse']])
      await buildProgram('1', translator('en'), act).parseAsync([...call, ...more], { from: 'user' });
    expect(asked).toEqual([
      ['migrate', ['a.b=text']],
      ['rehearse', ['a.b=text']],
    ]);
  });

  it('has every name in its document as it is, whatever the terminal would show of it', () => {
    const name = 'família 👩\u200d🔧';
    const state = {
      ...{ id: 'r', status: 'succeeded', tables: [], validation: null, seconds: {}, options: {} },
      ...{ source: { path: 'x.db' }, target: {}, objects: { missing: [], notValid: [] } },
    } as unknown as RunState;
    const changed = [
      { table: name, column: null, action: 'repaired', code: 'x', reason: 'y', count: 1 },
    ] as never;
    const exact = translator('en');
    const { json, text } = runReport(
      { state, files: {} as never, leftOut: [], changed },
      { t: visibly(exact), exact, language: 'en' },
    );
    expect((json as { changed: { text: string }[] }).changed[0]?.text).toContain(name);
    expect(text).not.toContain('\u200d');
  });

  it('refuses a target that is not empty, and says what to do', async () => {
    const { env, source, url } = await scene(10);
    await withPg(url, (client) => client.query('create table devices (id int)'));
    const { code, stdout, stderr } = await cli(
      ['migrate', '--source', source, '--target', url, '--yes', '--json'],
      { env },
    );
    expect(code).toBe(3);
    expect(JSON.parse(stdout).error.code).toBe('target.notEmpty');
    expect(stderr).toMatch(/não está vazio: 1 objeto, como .*devices/);
    expect(stderr).toContain('--if-not-empty replace');
    const other = ['migrate', '--source', source, '--target', url, '--yes', '--schema', 'autocore'];
    expect((await cli(other, { env })).code).toBe(0);
  });

  it.each(
    firstOf<[string, (url: URL) => unknown]>([
      ['target.unreachable', (url: URL) => Object.assign(url, { port: '1' })],
      ['target.noDatabase', (url: URL) => Object.assign(url, { pathname: '/there is none' })],
      ['target.badUrl', () => 'mysql://localhost/db'],
    ]),
  )('ends with exit code 5 for %s', async (expected, change) => {
    const { env, source, url } = await scene(1);
    const target = String(change(new URL(url)));
    const { code, stdout } = await cli(['migrate', '--source', source, '--target', target, '--json'], {
      env,
    });
    expect(code).toBe(5);
    expect(JSON.parse(stdout).error.code).toBe(expected);
    expect(readdirSync(join(env.AUTOCORE_MIGRATE_HOME, 'runs'))).toEqual([]);
  });

  it('is interrupted by Ctrl-C with the id of the run, and resumed with it', async () => {
    const { env, source, url } = await scene(60_000);
    let sent = false;
    const args = ['migrate', '--source', source, '--target', url, '--yes', '--json', '--progress', 'json'];
    const stopped = await cli(args, {
      env,
      onStderr: (child, text) => {
        if (sent || !/"stage":"(load|indexes)".*"done":[1-9]/.test(text)) return;
        sent = true;
        child.kill('SIGINT');
      },
    });
    expect(stopped.code).toBe(6);
    const { error } = JSON.parse(stopped.stdout);
    expect(error).toMatchObject({ code: 'interrupted', run: expect.any(String) });
    expect(stopped.stderr).toContain(`autocore-migrate resume --run ${error.run}`);
    const resumed = await cli(['resume', '--run', error.run, '--target', url, '--json'], { env });
    expect(resumed.code).toBe(0);
    expect(JSON.parse(resumed.stdout)).toMatchObject({
      run: error.run,
      status: 'succeeded',
      validation: { status: 'identical', differences: 0 },
    });
  });
});

describe('what comes after', () => {
  it('validates, lists, certifies and undoes a run', async () => {
    const folder = tempFolder();
    const wishes = { rows: 300, dirty: false, profile: 'compatible', extras: true } as const;
    const { state, source, url, workspace, drop } = await copyOfRun(wishes, folder);
    onTestFinished(drop);
    const [run, env] = [state.id, { AUTOCORE_MIGRATE_HOME: workspace }];

    const validated = await cli(['validate', '--run', run, '--target', url, '--json'], { env });
    expect(validated.code).toBe(0);
    await withPg(url, (client) => client.query(`update devices set name = 'outro' where id = 1`));
    const different = await cli(['validate', '--run', run, '--target', url], { env });
    expect(different.code).toBe(4);
    expect(different.stdout).toContain('terminou com diferenças');
    expect(different.stderr).toContain('[validation.differences]');

    const list = await cli(['runs', '--json'], { env });
    expect(JSON.parse(list.stdout).runs).toMatchObject([
      { run, status: 'differences', source: { path: source } },
    ]);

    const html = join(folder, 'certificado.html');
    const certified = await cli(['certificate', '--run', run, '--out', html, '--lang', 'en'], { env });
    expect(certified.code).toBe(0);
    expect(readFileSync(html, 'utf8')).toContain('lang="en"');

    const json = join(folder, 'certificado.json');
    const named = ['--installer', 'Oficina São José'];
    await cli(['certificate', '--run', run, '--out', json, ...named], { env });
    const { installer, digest } = JSON.parse(readFileSync(json, 'utf8'));
    expect(installer).toBe('Oficina São José');
    // Whoever is named and in whatever language: it is the same account, with the same code.
    expect(readFileSync(html, 'utf8')).toContain(digest.code);
    const check = (more: string[] = []) => cli(['certificate', '--check', json, ...more], { env });
    const good = await check();
    expect([good.code, good.stdout]).toEqual([0, expect.stringContaining(digest.code)]);
    writeFileSync(json, readFileSync(json, 'utf8').replace(/"migrated": \d+/, '"migrated": 1'));
    const bad = await check(['--json']);
    expect([bad.code, JSON.parse(bad.stdout).changed]).toEqual([4, true]);
    writeFileSync(json, '{}');
    expect((await check()).code).toBe(2);
    expect((await cli(['certificate', '--run', run], { env })).code).toBe(2);

    const asked = await cli(['rollback', '--run', run, '--target', url], { env });
    expect(asked.code).toBe(3);
    expect(asked.stdout).toContain('telemetry_data');
    expect(asked.stderr).toContain('--yes');
    // The way back of a run that is not live is another thing than its undoing.
    const back = ['rollback', '--run', run, '--target', url, '--snapshot-only', '--yes', '--json'];
    const refused = await cli(back, { env });
    expect([refused.code, JSON.parse(refused.stdout).error.code]).toEqual([2, 'restore.otherWay']);
    const undone = await cli(['rollback', '--run', run, '--target', url, '--yes', '--json'], { env });
    expect(undone.code).toBe(0);
    expect(JSON.parse(undone.stdout)).toMatchObject({ run, undone: true });
    const again = await cli(['resume', '--run', run, '--target', url, '--json'], { env });
    expect(again.code).toBe(2);
    expect(JSON.parse(again.stdout).error.code).toBe('run.notResumable');
  });

  it.each(firstOf([['validate'], ['rollback'], ['resume']]))(
    '%s does not know every run',
    async (command) => {
      const { env } = sandbox();
      const { code, stdout } = await cli([command, '--run', '../../etc', '--json', '--lang', 'en'], { env });
      expect(code).toBe(2);
      expect(JSON.parse(stdout).error).toMatchObject({ code: 'run.unknown', run: '../../etc' });
    },
  );
});

describe('the managed server', () => {
  it('is the target when none is named, and stops afterwards', async () => {
    const { folder, env } = sandbox();
    const source = join(folder, 'autocore.db');
    await writeSample({ out: source, rows: 100 });
    const migrated = await cli(['migrate', '--source', source, '--yes', '--json'], { env });
    expect(migrated.code).toBe(0);
    expect(JSON.parse(migrated.stdout).target.url).toMatch(
      /^postgresql:\/\/autocore_user@127\.0\.0\.1:\d+\//,
    );
    const status = await cli(['server', 'status', '--json'], { env });
    expect(JSON.parse(status.stdout)).toMatchObject({ running: false, users: [] });
  });
});
