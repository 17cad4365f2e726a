import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { cli } from '../../helpers/cli.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { cliUntil, runsOf } from '../../helpers/kill.ts';
import { quickTuning } from '../../helpers/migration.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';
import { describeOnTimescale } from '../../helpers/timescale.ts';

describeOnTimescale('a run with a hypertable that is cut off', ({ at, stands }) => {
  it('goes on where it was when the load and the indexes are killed', async () => {
    const before = await stands();
    const folder = tempFolder();
    const source = join(folder, 'autocore.db');
    await writeSample({ out: source, rows: 20_000 });
    const home = join(folder, 'workspace');
    const env = { AUTOCORE_MIGRATE_HOME: home, AUTOCORE_MIGRATE_TUNING: JSON.stringify(quickTuning) };
    const chosen = ['--schema', 'killed', '--set', 'telemetry=hypertable', '--yes'];
    const words = ['--source', source, '--target', at.url, ...chosen];
    let ended = await cliUntil(['migrate', ...words], { stage: 'load', done: 1, signal: 'SIGKILL' }, { env });
    expect(ended.hit).toBe(true);
    const [id = ''] = runsOf(home);
    const again = ['resume', '--run', id, '--target', at.url];
    ended = await cliUntil(again, { stage: 'indexes', done: 1, signal: 'SIGKILL' }, { env });
    expect(ended.hit).toBe(true);
    const last = await cli(again, { env });
    expect(last.code, last.stderr).toBe(0);
    await expectSameRows(source, at.url, 'killed');
    const undone = await cli(['rollback', '--run', id, '--target', at.url, '--yes'], { env });
    expect(undone.code, undone.stderr).toBe(0);
    expect(await stands()).toEqual(before);
  });
});
