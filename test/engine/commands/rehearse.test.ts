import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { predict } from '../../../electron/engine/commands/predict.ts';
import { operations } from '../../../electron/engine/operations.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { quiet } from '../../helpers/migrated.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';

describe('a rehearsal', () => {
  it('says what the real migration takes, touches no target and leaves no server', async () => {
    const workspace = tempFolder();
    const source = join(workspace, 'autocore.db');
    await operations.sample({ out: source, rows: 1000 }, quiet);
    const env = join(workspace, '.env');
    const settings = "# AutoCore\nDATABASE_TYPE=sqlite\nDB_USER=somebody\nDB_PASSWORD='else'\n";
    await writeFile(env, settings);
    const real = await freshDatabase();
    onTestFinished(() => real.drop());
    const given = { plan: null, profile: 'compatible', extras: true, language: 'en' } as const;
    const { state, files, prediction } = await operations.rehearse(
      { workspace, source, env: {}, acceptDefaults: true, against: real.url, envFiles: [env], ...given },
      quiet,
    );
    expect(state).toMatchObject({ status: 'succeeded', options: { rehearsal: true } });
    expect(prediction.databaseBytes).toBeGreaterThan(500_000);
    expect(prediction.diskBytes).toBeGreaterThan(prediction.databaseBytes);
    expect(prediction.seconds.total).toBeGreaterThan(0);
    // Every table of an AutoCore takes two new rows, one of which goes again, and lets one of its own be changed.
    expect(prediction.wayBack).toMatchObject({ outcome: 'back', reason: null, envs: 1 });
    const { inserted = 0, changed = 0, deleted = 0, rows = 0 } = prediction.wayBack ?? {};
    expect(inserted).toBeGreaterThan(20);
    expect(deleted).toBeGreaterThan(10);
    expect(rows).toBe(inserted - deleted + changed);
    expect(await readFile(env, 'utf8')).toBe(settings);
    expect((await readdir(workspace)).filter((name) => name.includes('before'))).toEqual([]);
    expect(prediction.bandwidth?.up).toBeGreaterThan(0);
    expect(prediction.bandwidth?.down).toBeGreaterThan(0);
    expect(JSON.parse(await readFile(join(files.dir, 'rehearsal.json'), 'utf8'))).toEqual(prediction);
    const certificate = JSON.parse(await readFile(files.certificateJson, 'utf8'));
    expect(certificate).toMatchObject({ rehearsal: true, prediction });
    const html = await readFile(files.certificateHtml, 'utf8');
    for (const text of [
      'Rehearsal',
      'Prediction for the real migration',
      'AutoCore stopped only at the end',
      'there and back',
      'Way back rehearsed',
    ])
      expect(html).toContain(text);
    expect(await readdir(join(workspace, 'scratch'))).toEqual([]);
    const left = await withPg(real.url, (client) =>
      client.query(`select 1 from pg_class where relnamespace = 'public'::regnamespace`),
    );
    expect(left.rowCount).toBe(0);

    // A line of 1 MB/s makes the load of ten megabytes last ten seconds, whatever the rehearsal took.
    const sizes = { tables: 10_000_000, indexes: 5_000_000 };
    const slow = predict(state, sizes, { up: 1_000_000, down: 2_000_000, latencyMs: 40 });
    expect(slow.seconds).toMatchObject({ load: 10, validate: 5 });
    expect(slow.shortDowntimeSeconds).toBe(10);
    expect(slow.downtimeSeconds).toBe(slow.seconds.total);
  });
});
