import { expect, it, onTestFinished } from 'vitest';
import type { Wishes } from '../../../shared/contract.ts';
import { pickedSample, testHost } from '../../helpers/host.ts';
import { freshDatabase } from '../../helpers/postgres.ts';
import { serverTarget } from '../../helpers/server-target.ts';
import { describeOnTimescale } from '../../helpers/timescale.ts';

const wishes: Wishes = { profile: 'compatible', extras: true, choices: { types: {}, decisions: {} } };
const id = 'telemetry.split:telemetry_data';

describeOnTimescale('hypertables in the wizard', ({ at, ask, stands }) => {
  it('are offered where the server that was tried has TimescaleDB, and made where they are chosen', async () => {
    const before = await stands();
    const wizard = await testHost();
    const { value, ended } = wizard;
    const { source } = await pickedSample(wizard, 1_000, false);
    const target = { ...serverTarget(at.url), schema: 'wizard' };
    const tried = await value('target.test', { target, ifNotEmpty: 'abort' });
    expect(tried).toMatchObject({ ready: true, hypertables: true });

    await value('audit.start', { source, ...wishes, hypertables: true });
    await ended();
    const view = await value('audit.current', {});
    const offered = view?.audit.findings.find((finding) => finding.id === id);
    expect(offered).toMatchObject({
      severity: 'note',
      options: ['months', 'hypertable'],
      decision: 'months',
    });
    const choices = { types: {}, decisions: { [id]: 'hypertable' } };
    const changed = await value('audit.change', { ...wishes, choices });
    const table = changed.plan.tables.find((each) => each.source === 'telemetry_data');
    expect(table).toMatchObject({ partitions: null, hypertable: { column: 'timestamp', days: 30 } });
    expect(changed.hypertables).toBe(true);
    const again = await value('audit.change', wishes);
    expect(again.audit.findings.find((finding) => finding.id === id)?.decision).toBe('months');

    const asked = { source, ...wishes, choices, target, ifNotEmpty: 'abort', acceptDefaults: true } as const;
    await value('job.migrate', asked);
    const done = await ended();
    expect(done).toMatchObject({ status: 'done', error: null });
    expect(done.state?.validation?.status).toBe('identical');
    expect(await ask('select hypertable_schema from timescaledb_information.hypertables')).toEqual([
      { hypertable_schema: 'wizard' },
    ]);
    await value('job.undo', { run: done.run ?? '', password: null });
    expect(await ended()).toMatchObject({ status: 'done' });
    expect(await stands()).toEqual(before);
  });

  it('are not where it has none', async () => {
    const { value } = await testHost();
    const { url, drop } = await freshDatabase();
    onTestFinished(drop);
    const target = serverTarget(url);
    const tried = await value('target.test', { target, ifNotEmpty: 'abort' });
    expect(tried).toMatchObject({ ready: true, hypertables: false });
  });
});
