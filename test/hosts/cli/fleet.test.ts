import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import type { Plan } from '../../../shared/model/index.ts';
import { cli } from '../../helpers/cli.ts';
import { garage, runs, statuses } from '../../helpers/fleet.ts';
import { withPg } from '../../helpers/postgres.ts';

function alter(path: string, sql: string): void {
  const db = new Database(path);
  db.exec(sql);
  db.close();
}

/** A table with a word where a number has to be: somebody has to decide what becomes of the row. */
const word = (table: string): string =>
  `create table ${table} (id integer primary key, preco integer not null); insert into ${table}
    with recursive n (i) as (select 1 union all select i + 1 from n where i < 300) select i, i from n;
  update ${table} set preco = 'dez' where id = 1;`;

describe('fleet', { timeout: 200_000 }, () => {
  it('brings the vehicles of a list in, stops none for another one, and goes on when it is called again', async () => {
    const { folder, env, target, url, manifest, fleet } = await garage();
    const file = (name: string) => join(folder, name);
    await writeSample({ out: file('a.db'), rows: 60, seed: 1 });
    await writeSample({ out: file('b.db'), rows: 40, seed: 2, era: '11' });
    await writeSample({ out: file('suja.db'), rows: 40, seed: 3 });
    alter(file('suja.db'), word('peca'));
    writeFileSync(file('rasgada.db'), 'nothing of SQLite');
    const lines = [
      'a.db;Carro A;AAA-1;',
      'b.db;Carro B;BBB-2;velho',
      'suja.db;Suja;;',
      'rasgada.db;Rasgada;;',
    ];
    const write = (more: string[]): void =>
      writeFileSync(manifest, ['file;vehicle;plate;schema', ...lines, ...more].join('\r\n'));
    write(['nada.db;Sumida;;', 'c.db;Torta;;pg_x']);

    const first = await fleet('--target', target, '--jobs', '2');
    expect(statuses(first.document)).toEqual({
      'Carro A': 'done 0',
      'Carro B': 'done 0',
      Suja: 'question 3',
      Rasgada: 'failed 2',
      Sumida: 'failed 2',
      Torta: 'failed 2',
    });
    expect(first.code).toBe(2);
    const { vehicles, summary, views } = first.document;
    const told = vehicles.map(({ error }) => error?.code ?? null);
    expect(told).toEqual([
      null,
      null,
      'decisions.missing',
      'source.notSqlite',
      'source.missing',
      'fleet.row',
    ]);
    expect(vehicles[2]?.error?.message).toContain('peca.preco');
    expect(vehicles[5]?.error?.message).toContain('Linha 7');
    expect(views).toMatchObject({ status: 'made', vehicles: 2, role: 'autocore_fleet' });
    const page = readFileSync(summary ?? '', 'utf8');
    for (const { certificate } of vehicles.slice(0, 2)) {
      expect(existsSync(certificate ?? '')).toBe(true);
      const [, way = ''] =
        new RegExp(`href="([^"]*${basename(dirname(certificate ?? ''))}[^"]*)"`).exec(page) ?? [];
      expect(resolve(dirname(summary ?? ''), way)).toBe(certificate);
    }

    // A playbook: what somebody decided for one vehicle.
    const playbook = file('decisoes.json');
    await cli(['plan', '--source', file('suja.db'), '--out', playbook], { env });
    const plan = JSON.parse(readFileSync(playbook, 'utf8')) as Plan;
    for (const decision of plan.decisions) decision.option ??= decision.options[0] ?? null;
    writeFileSync(playbook, JSON.stringify(plan));
    // What it says nothing of is asked, of that vehicle alone: the others are as they were.
    await writeSample({ out: file('nova.db'), rows: 40, seed: 4 });
    alter(file('nova.db'), word('peca') + word('roda'));
    write(['nova.db;Nova;;']);
    const second = await fleet('--plan', playbook);
    expect(statuses(second.document)).toMatchObject({ Suja: 'done 0', Nova: 'question 3' });
    expect(second.document.vehicles[4]?.error?.message).toContain('roda.preco');
    expect(second.document.vehicles[4]?.error?.message).not.toContain('peca');
    expect(runs(second.document)['Carro A']).toBe(runs(first.document)['Carro A']);

    // Another name for the same file is the same vehicle.
    lines[1] = 'b.db;Carro Z;BBB-2;velho';
    write(['nova.db;Nova;;']);
    // A file that somebody wrote to since is told, and brought over when that is asked for.
    alter(file('a.db'), "update devices set name = 'outra' where id = 1");
    const looked = (await fleet('status')).document;
    expect(looked.counts).toMatchObject({ changed: 1, done: 2 });
    expect(runs(looked)['Carro Z']).toBe(runs(first.document)['Carro B']);
    const third = await fleet('--sync', '--yes');
    expect(statuses(third.document)).toMatchObject({ 'Carro A': 'done 0', Nova: 'done 0' });

    await withPg(url, async (client) => {
      const ask = async (sql: string) => (await client.query(sql)).rows;
      expect(await ask("select vehicle, plate from fleet.devices where id = 1 and name = 'outra'")).toEqual([
        { vehicle: 'Carro A', plate: 'AAA-1' },
      ]);
      await client.query('set role autocore_fleet');
      const count =
        'select vehicle_schema as s, count(*)::int as n from fleet.telemetry group by 1 order by 1';
      expect(await ask(count)).toMatchObject([
        { s: 'carro_a', n: 60 },
        { s: 'nova' },
        { s: 'suja' },
        { s: 'velho', n: 40 },
      ]);
      const one = "select count(*)::int as n from fleet.telemetry_of('velho')";
      expect(await ask(one)).toEqual([{ n: 40 }]);
      await expect(ask('select from carro_a.devices')).rejects.toThrow('permission denied');
    });

    // One goes, with the views over it; then all.
    expect((await fleet('rollback', '--vehicle', 'Suja')).code).toBe(3);
    expect((await fleet('rollback', '--vehicle', 'Suja', '--yes')).document.counts).toMatchObject({
      undone: 1,
    });
    await withPg(url, async (client) => {
      const left = 'select distinct vehicle from fleet.events order by 1';
      expect((await client.query(left)).rows).toEqual([
        { vehicle: 'Carro A' },
        { vehicle: 'Carro Z' },
        { vehicle: 'Nova' },
      ]);
    });
    const valid = await fleet('validate', '--vehicle', 'Carro Z', '--level', 'counts');
    expect(valid.document.vehicles[1]).toMatchObject({ status: 'done', differences: 0 });
    expect((await fleet('rollback', '--yes')).code).toBe(0);
    await withPg(url, async (client) => {
      const left = `select nspname::text as n from pg_namespace where nspname !~ '^pg_' and oid >= 16384`;
      expect((await client.query(left)).rows).toEqual([]);
    });
  });
});
