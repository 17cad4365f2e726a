import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import type { FleetReport, Plan, Stage } from '../../../shared/model/index.ts';
import { cli } from '../../helpers/cli.ts';
import { garage } from '../../helpers/fleet.ts';
import { sandbox } from '../../helpers/folder.ts';
import { cliUntil } from '../../helpers/kill.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';

type Document = FleetReport & { counts: Record<string, number> };

const word = `create table peca (id integer primary key, preco integer not null);
  insert into peca with recursive n (i) as (select 1 union all select i + 1 from n where i < 300) select i, i from n;
  update peca set preco = 'dez' where id = 1`;

/** Twenty vehicles: fifteen whole ones, three of which have a word for a number, and five that cannot be used. */
async function twenty(folder: string): Promise<string> {
  const lines: string[] = [];
  for (let i = 1; i <= 20; i++) {
    const place = join(folder, `Veículo ${i}`);
    mkdirSync(place);
    const file = join(place, 'autocore.db');
    lines.push(`Veículo ${i}/autocore.db`);
    if (i <= 15) await writeSample({ out: file, rows: 50, seed: i, era: i % 2 === 0 ? '14' : '11' });
    else if (i === 16) writeFileSync(file, '');
    else if (i === 17) writeFileSync(file, Buffer.alloc(8192, 7));
    else if (i === 18) mkdirSync(file);
    else if (i === 19) {
      await writeSample({ out: file, rows: 50, seed: i });
      writeFileSync(file, readFileSync(file).subarray(0, 40_000));
    }
    if (i <= 3) {
      const db = new Database(file);
      db.exec(word);
      db.close();
    }
  }
  const manifest = join(folder, 'frota.csv');
  writeFileSync(manifest, `file;vehicle\n${lines.map((line, i) => `${line};Carro ${i + 1}`).join('\n')}\n`);
  return manifest;
}

/** Progress of a fleet as a whole is told as a stage of its own. */
const stage = 'fleet' as Stage;

describe('a fleet of twenty', { timeout: 900_000 }, () => {
  it('that is killed, interrupted and called again brings every row once', async () => {
    const { folder, env: own } = sandbox();
    const { url, drop } = await freshDatabase();
    onTestFinished(drop);
    const env = { ...own, PGPASSWORD: decodeURIComponent(new URL(url).password) };
    const manifest = await twenty(folder);
    const target = url.replace(/:[^:@/]*@/, '@');
    const playbook = join(folder, 'decisoes.json');
    await cli(['plan', '--source', join(folder, 'Veículo 1', 'autocore.db'), '--out', playbook], { env });
    const plan = JSON.parse(readFileSync(playbook, 'utf8')) as Plan;
    for (const decision of plan.decisions) decision.option ??= decision.options[0] ?? null;
    writeFileSync(playbook, JSON.stringify(plan));
    const words = ['fleet', '--manifest', manifest, '--target', target, '--plan', playbook, '--jobs', '2'];

    for (const [done, signal] of [
      [1, 'SIGKILL'],
      [4, 'SIGINT'],
      [2, 'SIGKILL'],
    ] as const) {
      const ended = await cliUntil(words, { stage, done, after: 200, signal }, { env });
      expect(ended.hit).toBe(true);
      if (signal === 'SIGINT') expect([ended.code, ended.stderr]).toEqual([6, expect.anything()]);
    }
    const { code, stdout } = await cli([...words, '--json', '--progress', 'none'], { env });
    const report = JSON.parse(stdout) as Document;
    expect(report.counts).toEqual({ done: 15, failed: 5 });
    expect(code).toBe(2);
    const errors = report.vehicles.slice(15).map(({ error }) => error?.code);
    expect(errors).toEqual([
      ...['source.empty', 'source.notSqlite', 'source.folder', 'source.corrupt', 'source.missing'],
    ]);
    // One run each, and every row of every file once.
    expect(readdirSync(join(env.AUTOCORE_MIGRATE_HOME, 'runs'))).toHaveLength(15);
    await withPg(url, async (client) => {
      for (const { schema, file } of report.vehicles.slice(0, 15)) {
        const db = new Database(file, { readonly: true });
        const count = db.prepare('select count(*), sum(id) from telemetry_data').raw().get() as number[];
        db.close();
        const { rows } = await client.query(
          'select count(*)::int, sum(id)::int as sum from fleet.telemetry where vehicle_schema = $1',
          [schema],
        );
        expect([schema, rows[0].count, rows[0].sum]).toEqual([schema, ...count]);
      }
      const { rows } = await client.query('select count(*)::int as n from autocore_migration.run');
      expect(rows[0].n).toBe(15);
    });
    const again = JSON.parse(
      (await cli([...words, '--json', '--progress', 'none'], { env })).stdout,
    ) as Document;
    expect(again.vehicles.map(({ run }) => run)).toEqual(report.vehicles.map(({ run }) => run));
  });
});

describe('a fleet of databases', { timeout: 300_000 }, () => {
  it('is made of a list of the files in a folder, and gives each vehicle a database of its own where that is wished', async () => {
    const { folder, env, target, url, manifest, fleet } = await garage();
    const place = join(folder, 'oficina é');
    mkdirSync(join(place, 'carro 2'), { recursive: true });
    await writeSample({ out: join(place, 'carro 1.db'), rows: 20, seed: 1, era: '11' });
    await writeSample({ out: join(place, 'carro 2', 'autocore.db'), rows: 20, seed: 2, era: '11' });
    const words = ['fleet', '--folder', place, '--out', manifest, '--json'];
    expect(JSON.parse((await cli(words, { env })).stdout).rows).toMatchObject([
      { file: join('oficina é', 'carro 1.db'), vehicle: 'carro 1' },
      { file: join('oficina é', 'carro 2', 'autocore.db'), vehicle: 'carro 2' },
    ]);
    const twice = await cli(words, { env });
    expect([twice.code, JSON.parse(twice.stdout).error.code]).toEqual([2, 'output.exists']);

    // Databases belong to the whole server: names that no other test has.
    const own = new URL(url).pathname.slice(1);
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replaceAll(';carro ', `;${own} `));
    onTestFinished(() =>
      withPg(url, async (client) => {
        for (const n of [1, 2]) await client.query(`drop database if exists ${own}_${n}`);
      }),
    );
    const { code, document } = await fleet('--target', target, '--each', 'database');
    expect([code, document.counts, document.views?.status]).toEqual([0, { done: 2 }, 'apart']);
    const there = async () =>
      withPg(url, async (client) => {
        const names = 'select datname::text as n from pg_database where datname like $1 order by 1';
        return (await client.query(names, [`${own}_%`])).rows.map(({ n }) => n);
      });
    expect(await there()).toEqual([`${own}_1`, `${own}_2`]);
    // Somebody has put a table of their own into one of them.
    await withPg(url.replace(`/${own}`, `/${own}_2`), (client) => client.query('create table mine (id int)'));
    expect((await fleet('rollback', '--yes')).document.counts).toEqual({ undone: 2 });
    expect(await there()).toEqual([`${own}_2`]);
  });
});
