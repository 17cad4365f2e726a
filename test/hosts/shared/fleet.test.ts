import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { serverTarget, testHost } from '../../helpers/host.ts';
import { freshDatabase } from '../../helpers/postgres.ts';

describe('a fleet in the wizard', { timeout: 120_000 }, () => {
  it('is made of files that were dropped, moved as one job, and told vehicle by vehicle', async () => {
    const { host, folder, value, ended } = await testHost();
    const { url, drop } = await freshDatabase();
    onTestFinished(drop);
    const good = join(folder, 'carro é.db');
    const torn = join(folder, 'rasgado.db');
    await writeSample({ out: good, rows: 20, era: '11' });
    writeFileSync(torn, 'nothing of SQLite');
    const manifest = await value('fleet.of', { files: [good, torn].map((path) => host.give(path).token) });
    const looked = () => value('fleet.look', { manifest: manifest.token });
    expect((await looked()).vehicles.map(({ status }) => status)).toEqual(['waiting', 'waiting']);

    let events = 0;
    host.on((name) => {
      if (name === 'fleet') events++;
    });
    const target = serverTarget(url);
    const wishes = { manifest: manifest.token, password: null, vehicle: null, acceptDefaults: true };
    const rest = { decisions: {}, sync: false, jobs: null };
    await value('job.fleet', { ...wishes, ...rest, act: 'migrate', target });
    expect(await ended()).toMatchObject({ kind: 'fleet', status: 'done', whole: { part: 1 } });
    expect(events).toBeGreaterThan(0);
    const { vehicles, target: place } = await looked();
    expect(vehicles).toMatchObject([
      { vehicle: 'carro é', status: 'done', error: null },
      { vehicle: 'rasgado', status: 'failed', error: { code: 'source.notSqlite' } },
    ]);
    expect(place).not.toContain(target.password);

    await value('job.fleet', { ...wishes, ...rest, act: 'rollback', target: null });
    expect((await ended()).status).toBe('done');
    expect((await looked()).vehicles[0]?.status).toBe('undone');
  });
});
