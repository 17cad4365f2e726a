import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import type { FleetLive } from '../../../shared/contract.ts';
import { testHost } from '../../helpers/host.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';
import { serverTarget } from '../../helpers/server-target.ts';

describe('a fleet in the wizard', { timeout: 120_000 }, () => {
  it('is made of files that were dropped, moved as one job, and told vehicle by vehicle', async () => {
    const { host, folder, value, refusal, ended: jobEnded } = await testHost();
    const { url, drop } = await freshDatabase();
    onTestFinished(drop);
    const good = join(folder, 'carro é.db');
    const torn = join(folder, 'rasgado.db');
    // Events come ten times a second at the most: a load that is to be seen takes longer than that.
    await writeSample({ out: good, rows: 100_000, era: '11' });
    writeFileSync(torn, 'nothing of SQLite');
    const manifest = await value('fleet.of', { files: [good, torn].map((path) => host.give(path).token) });
    const looked = () => value('fleet.look', { manifest: manifest.token });
    expect((await looked()).vehicles.map(({ status }) => status)).toEqual(['waiting', 'waiting']);

    const stages = new Set<string | null>();
    const ended: number[] = [];
    host.on((name, value) => {
      if (name !== 'fleet') return;
      const live = value as FleetLive | null;
      ended.push(live?.ended ?? -1);
      for (const { stage } of live?.working ?? []) stages.add(stage);
    });
    const target = serverTarget(url);
    const wishes = { manifest: manifest.token, password: null, vehicle: null, acceptDefaults: true };
    const rest = { playbook: null, decisions: {}, sync: false, jobs: null };
    await value('job.fleet', { ...wishes, ...rest, act: 'migrate', target });
    // Stopped, it loses nothing: the same goes on.
    await value('job.cancel', {});
    expect(await jobEnded()).toMatchObject({ status: 'cancelled', manifest: { token: manifest.token } });
    await value('job.fleet', { ...wishes, ...rest, act: 'migrate', target });
    expect(await jobEnded()).toMatchObject({ kind: 'fleet', status: 'done', whole: { part: 1 } });
    expect([...stages]).toContain('load');
    // The last event may come a moment after the end of the job.
    await expect.poll(() => ended.at(-1)).toBe(-1);
    const { vehicles, target: place } = await looked();
    expect(vehicles).toMatchObject([
      { vehicle: 'carro é', status: 'done', error: null },
      { vehicle: 'rasgado', status: 'failed', error: { code: 'source.notSqlite' } },
    ]);
    expect(place).not.toContain(target.password);

    // What is in the target keeps its name and its line until it is taken out.
    const known = manifest.token;
    const change = { manifest: known, changes: [{ file: good, vehicle: 'outro' }], remove: [] };
    expect(await refusal('fleet.change', change)).toBe('fleet.there');
    expect(await refusal('fleet.change', { ...change, changes: [], remove: [good] })).toBe('fleet.there');
    expect(await refusal('fleet.discard', { manifest: known })).toBe('fleet.there');
    expect(await value('fleet.list', {})).toMatchObject([{ manifest: { token: known }, vehicles: 2 }]);
    const saved = await value('exports.save', { what: 'fleet', manifest: known });
    // A copy of the summary that lies elsewhere leads to the certificate all the same.
    const page = saved?.kind === 'file' ? readFileSync(saved.path, 'utf8') : '';
    const link = /href="(file:[^"]+)"/.exec(page)?.[1] ?? '';
    expect(readFileSync(fileURLToPath(link), 'utf8')).toContain('<!doctype html>');

    await value('job.fleet', { ...wishes, ...rest, act: 'rollback', target: null });
    expect((await jobEnded()).status).toBe('done');
    expect((await looked()).vehicles[0]?.status).toBe('undone');
  });

  it('gives each vehicle a database where that is chosen, and keeps to it', async () => {
    const { host, folder, value, ended } = await testHost();
    const { url, drop } = await freshDatabase();
    onTestFinished(drop);
    const car = `carro_${Date.now()}`;
    onTestFinished(() =>
      withPg(url, async (client) => {
        await client.query(`drop database if exists ${car} with (force)`);
      }),
    );
    const file = join(folder, `${car}.db`);
    await writeSample({ out: file, rows: 20, era: '11' });
    const { token: manifest } = await value('fleet.of', { files: [host.give(file).token] });
    expect(await value('fleet.look', { manifest })).toMatchObject({ each: 'schema', begun: false });
    // No database may be called like one that every server has.
    const named = { manifest, changes: [{ file, schema: 'postgres' }], remove: [] };
    expect((await value('fleet.change', named)).vehicles).toMatchObject([{ error: null }]);
    const fresh = await value('fleet.look', { manifest, each: 'database' });
    expect(fresh).toMatchObject({ each: 'database', vehicles: [{ error: { code: 'fleet.row' } }] });
    await value('fleet.change', { ...named, each: 'database', changes: [{ file, schema: '' }] });

    const wishes = { manifest, password: null, vehicle: null, acceptDefaults: true };
    const rest = { playbook: null, decisions: {}, sync: false, jobs: null };
    const target = serverTarget(url);
    await value('job.fleet', { ...wishes, ...rest, act: 'migrate', target, each: 'database' });
    expect((await ended()).status).toBe('done');
    // A page that was opened before asks for what it knows.
    const looked = await value('fleet.look', { manifest, each: 'schema' });
    expect(looked).toMatchObject({ each: 'database', begun: true, vehicles: [{ status: 'done' }] });
    const own = url.replace(/[^/]*$/, car);
    await withPg(own, async (client) => {
      const { rows } = await client.query('select count(*)::int as n from public.devices');
      expect(rows[0].n).toBeGreaterThan(0);
    });
    expect(await value('fleet.placement', { manifest, password: null })).toBeNull();
    await value('job.fleet', { ...wishes, ...rest, act: 'rollback', target: null });
    expect((await ended()).status).toBe('done');
    await withPg(url, async (client) => {
      const there = await client.query('select from pg_database where datname = $1', [car]);
      expect(there.rowCount).toBe(0);
    });
  });
});
