import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cutoverFile } from '../../../electron/engine/cutover/state.ts';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import type { Wishes } from '../../../shared/contract.ts';
import { runState } from '../../helpers/certificate.ts';
import { pickedSample, testHost } from '../../helpers/host.ts';
import { isLong } from '../../helpers/long.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';
import { serverTarget } from '../../helpers/server-target.ts';

const wishes: Wishes = { profile: 'compatible', extras: true, choices: { types: {}, decisions: {} } };

async function database(): Promise<string> {
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  return url;
}

describe('the way through the wizard', () => {
  it('goes from a file to a certificate, and back', async () => {
    const wizard = await testHost();
    const { value, refusal, ended } = wizard;
    const { source, path } = await pickedSample(wizard, 3000, true);
    const url = await database();
    const target = serverTarget(url);

    const look = await value('sources.look', { source });
    expect(look).toMatchObject({ autocore: '14 tables', complete: true, writing: 'recently', walBytes: 0 });
    expect(look.tables.find(({ name }) => name === 'devices')).toMatchObject({ known: true });

    const tried = { table: 'devices', types: ['integer', 'text'] };
    expect(await refusal('audit.change', wishes)).toBe('audit.none');
    expect(await refusal('audit.unfitTypes', tried)).toBe('audit.none');
    const begun = await value('audit.start', { source, ...wishes });
    expect(begun).toMatchObject({ kind: 'audit', status: 'running', can: { pause: false, cancel: true } });
    expect(await refusal('job.sample', { rows: 1, dirty: false })).toBe('job.busy');
    expect(await ended()).toMatchObject({ status: 'done', stages: [{ status: 'done' }, { status: 'done' }] });
    const view = await value('audit.current', {});
    expect(view?.source).toBe(source);
    expect(view?.pictures.rows).toEqual(view?.audit.tables.map(({ name, rows }) => ({ table: name, rows })));
    const [telemetry] = view?.pictures.months ?? [];
    const rows = look.tables.find(({ name }) => name === 'telemetry_data')?.rows ?? 0;
    const counted = telemetry?.months.reduce((sum, month) => sum + month.rows, telemetry.unknown);
    expect([telemetry?.table, counted]).toEqual(['telemetry_data', rows]);

    const choices = { types: { 'devices.name': 'text' }, decisions: {} };
    const changed = await value('audit.change', { ...wishes, choices });
    const column = changed.plan.tables
      .find((table) => table.source === 'devices')
      ?.columns.find((each) => each.source === 'name');
    expect(column?.type).toBe('text');
    expect(await value('audit.sql', {})).toContain('create table');
    expect(await value('audit.unfitTypes', tried)).toMatchObject({ id: [], name: ['integer'] });
    expect(await value('audit.unfitTypes', { ...tried, table: 'none' })).toEqual({});

    expect(await value('target.test', { target, ifNotEmpty: 'abort' })).toMatchObject({ ready: true });
    const asked = { source, ...wishes, choices, target, ifNotEmpty: 'abort', acceptDefaults: true } as const;
    expect(await value('job.migrate', asked)).toMatchObject({ kind: 'migrate', run: null });
    const done = await ended();
    expect(done).toMatchObject({ status: 'done', error: null, can: { pause: false, cancel: false } });
    expect(done.tables.every((table) => table.loaded === table.rows)).toBe(true);
    expect(done.stages.map(({ status }) => status)).toEqual(Array(7).fill('done'));
    expect(done.state?.validation?.status).toBe('identical');
    const run = done.run ?? '';
    expect(existsSync(join(wizard.folder, 'workspace', 'audits'))).toBe(true);

    const { state, can, audit, exceptions } = await value('runs.get', { run });
    expect(can).toEqual({
      resume: false,
      validate: true,
      certificate: true,
      undo: true,
      cutover: true,
      tools: true,
    });
    expect(audit?.source.path).toBe(path);
    expect(state.target.url).not.toContain(target.password ?? '?');
    expect(exceptions).toBeGreaterThan(0);
    const { total, actions } = await value('runs.exceptionFacets', { run });
    expect([total, actions.reduce((sum, { count }) => sum + count, 0)]).toEqual([exceptions, exceptions]);

    for (const format of ['html', 'json', 'pdf'] as const) {
      const what = { what: 'certificate', run, format, language: 'pt-BR' } as const;
      const saved = await value('exports.save', what);
      expect(readFileSync(saved?.kind === 'file' ? saved.path : '', 'utf8')).toContain(run);
    }
    const lines = await value('exports.save', { what: 'exceptions', run, format: 'ndjson', language: 'en' });
    expect(
      readFileSync(lines?.kind === 'file' ? lines.path : '', 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(exceptions);

    const sheet = await value('exports.save', { what: 'exceptions', run, format: 'csv', language: 'pt-BR' });
    const csv = readFileSync(sheet?.kind === 'file' ? sheet.path : '', 'utf8');
    expect(csv.slice(0, 13)).toBe('\ufeffTabela;Chave');
    // Rows that stayed out come first, and what is opened is what the list shows.
    const all = { table: null, action: null, codes: null };
    const { records } = await value('runs.exceptions', { run, filter: all, offset: 0, limit: 500 });
    const kinds = records.map(({ action }) => action === 'quarantined');
    expect(kinds).toEqual(kinds.toSorted((a, b) => Number(b) - Number(a)));
    for (const index of [0, records.length - 1]) {
      const opened = await value('runs.exception', { run, filter: all, index });
      const { table, column, action } = records[index] ?? expect.unreachable();
      expect(opened?.record).toMatchObject({ table, column, action });
      expect(opened?.now.kind).toBe(action === 'quarantined' ? 'noRow' : 'value');
      // One value of the sample is too long to be shown as SQL.
      if (index === 0) expect(opened?.sql).toContain(`"${state.target.schema}"."${table}"`);
    }
    expect(await value('runs.exception', { run, filter: all, index: total })).toBeNull();
    // The last name that was given, and none is one too.
    for (const installer of ['  Oficina São José ', '']) {
      const what = { what: 'certificate', run, format: 'json', language: 'en', installer } as const;
      const saved = await value('exports.save', what);
      const certificate = JSON.parse(readFileSync(saved?.kind === 'file' ? saved.path : '', 'utf8'));
      expect(certificate.installer).toBe(installer.trim() || undefined);
      expect((await value('app.info', {})).installer).toBe(installer.trim());
    }

    await value('job.validate', { run, password: null, level: 'counts' });
    expect(await ended()).toMatchObject({ kind: 'validate', status: 'done', run });

    const undone = await value('runs.undoList', { run, password: null });
    expect(undone.dropped.length).toBeGreaterThan(14);
    expect(undone.broughtBack).toEqual([]);
    await value('job.undo', { run, password: null });
    expect(await ended()).toMatchObject({ kind: 'undo', status: 'done', dropped: undone.dropped });
    expect(await value('runs.list', {})).toMatchObject([{ id: run, status: 'undone', can: { undo: false } }]);
    const left = "select count(*)::int as n from pg_tables where schemaname = 'public'";
    expect((await withPg(url, (client) => client.query(left))).rows).toEqual([{ n: 0 }]);

    await value('job.dismiss', {});
    expect(await value('job.state', {})).toBeNull();
    // Nothing of the export is left behind.
    expect(readdirSync(join(wizard.folder, 'workspace', 'scratch'))).toEqual([]);
  });

  it('can be paused, gone on with, cancelled and resumed', async () => {
    const wizard = await testHost();
    const { value, refusal, when, ended, told } = wizard;
    const { source } = await pickedSample(wizard, 60_000);
    const target = serverTarget(await database());
    const asked = { source, ...wishes, target, ifNotEmpty: 'abort', acceptDefaults: true } as const;

    expect(await refusal('job.pause', {})).toBe('job.none');
    await value('job.migrate', asked);
    await when(({ stage, can }) => stage === 'load' && can.pause);
    expect(await value('job.pause', {})).toMatchObject({ status: 'pausing' });
    const paused = await ended();
    expect(paused).toMatchObject({
      status: 'paused',
      can: { continue: true, cancel: true },
      finishedAt: null,
    });
    expect(paused.state?.status).toBe('interrupted');

    expect(await value('job.continue', {})).toMatchObject({ status: 'running', id: paused.id });
    await when(({ stage, can }) => stage === 'load' && can.pause);
    expect(await value('job.cancel', {})).toMatchObject({ status: 'cancelling' });
    const cancelled = await ended();
    expect(cancelled).toMatchObject({ status: 'cancelled', run: paused.run, error: null });
    const run = cancelled.run ?? '';
    expect(await value('runs.list', {})).toMatchObject([{ id: run, can: { resume: true, undo: true } }]);

    // The password is remembered, so nobody is asked again.
    await value('job.resume', { run, password: null });
    const done = await ended();
    expect(done).toMatchObject({ status: 'done', state: { status: 'succeeded' } });
    const telemetry = done.tables.find(({ name }) => name === 'telemetry_data');
    expect(telemetry).toMatchObject({ rows: 60_000, loaded: 60_000, validated: 60_000 });
    expect(told.at(-1)).toMatchObject({ status: 'done' });
  });

  it('says why a job failed, in the language that is spoken now', async () => {
    const wizard = await testHost();
    const { value, ended } = wizard;
    const { source } = await pickedSample(wizard, 10);
    const target = { ...serverTarget(await database()), password: 'wrong' };
    await value('job.migrate', { source, ...wishes, target, ifNotEmpty: 'abort', acceptDefaults: true });
    const failed = await ended();
    expect(failed).toMatchObject({
      status: 'failed',
      run: null,
      state: null,
      error: { code: 'target.auth' },
    });
    await value('app.setLanguage', { language: 'pt-BR' });
    const again = await value('job.state', {});
    expect(failed.error?.message).toContain('refused the user');
    expect(again?.error?.message).toContain('recusou o usuário');
    expect((await value('app.info', {})).language).toBe('pt-BR');
  });
});

it('a run that was refused leaves nothing, not even its id', async () => {
  const wizard = await testHost();
  const { value, told, ended } = wizard;
  const { source } = await pickedSample(wizard, 20, true);
  const target = serverTarget(await database());
  await value('job.migrate', { source, ...wishes, target, ifNotEmpty: 'abort', acceptDefaults: false });
  const failed = await ended();
  // There was one until its audit found what only a person can decide.
  expect(told.some((job) => job?.run)).toBe(true);
  expect(failed).toMatchObject({
    status: 'failed',
    run: null,
    state: null,
    error: { code: 'decisions.missing' },
  });
  expect(await value('runs.list', {})).toEqual([]);
  expect(readdirSync(join(wizard.folder, 'workspace', 'runs'))).toEqual([]);
});

it('a damaged file of one run hides no other run', async () => {
  const { folder, value } = await testHost();
  const { createRun, writeState, runFolder } = openWorkspace(join(folder, 'workspace'), {});
  const ids = ['20260101-0000-aaaa', '20260102-0000-bbbb'];
  for (const id of ids) {
    await createRun(id);
    await writeState(runState({ id, status: 'succeeded' }));
  }
  writeFileSync(cutoverFile(runFolder(ids[0] ?? '').dir), '{');
  expect(await value('runs.list', {})).toMatchObject([
    { id: ids[1], status: 'succeeded' },
    { id: ids[0], error: { code: 'run.damaged' } },
  ]);
});

describe('a rehearsal', () => {
  it.runIf(isLong)('tries everything on a server that is gone afterwards', async () => {
    const wizard = await testHost();
    const { value, ended } = wizard;
    const { source } = await pickedSample(wizard, 500);
    const url = await database();
    await value('job.rehearse', { source, ...wishes, acceptDefaults: true, target: serverTarget(url) });
    const done = await ended();
    expect(done.prediction?.bandwidth?.up).toBeGreaterThan(0);
    expect(done.prediction?.seconds.total).toBeGreaterThan(0);
    await withPg(url, async (client) => {
      const { rowCount } = await client.query("select 1 from pg_tables where schemaname = 'public'");
      expect(rowCount).toBe(0);
    });
    expect(done).toMatchObject({ kind: 'rehearse', status: 'done', state: { status: 'succeeded' } });
    expect(done.stages.map(({ stage }) => stage)).toEqual(
      expect.arrayContaining(['server', 'load', 'certificate', 'drill']),
    );
    expect(done.stages.every(({ status }) => status === 'done')).toBe(true);
    expect(done.whole).toEqual({ part: 1, secondsLeft: null });
    expect(done.state?.seconds.total).toBeGreaterThan(0);
    const rehearsed = (each: Wishes) => value('runs.rehearsed', { source, ...each });
    expect(await rehearsed(wishes)).toMatchObject({
      ...{ run: done.run, prediction: done.prediction, tables: done.state?.tables },
      // Nobody has audited the file since.
      current: false,
    });
    await value('audit.start', { source, ...wishes });
    await ended();
    expect(await rehearsed(wishes)).toMatchObject({ run: done.run, current: true });
    expect(await rehearsed({ ...wishes, profile: 'enhanced' })).toMatchObject({ current: false });
    const other = await pickedSample(wizard, 20);
    expect(await value('runs.rehearsed', { source: other.source, ...wishes })).toBeNull();
    const list = await value('runs.list', {});
    expect(list).toMatchObject([
      { rehearsal: true, can: { resume: false, validate: false, undo: false, certificate: true } },
    ]);
    const workspace = join(wizard.folder, 'workspace');
    expect(readdirSync(join(workspace, 'scratch'))).toEqual([]);
    expect(readdirSync(join(workspace, 'runs', done.run ?? ''))).not.toContain('snapshot.db');
  });
});

describe('a test of a target', () => {
  it('tells every check, and what to do about those that fail', async () => {
    const { value, refusal } = await testHost();
    const url = await database();
    const target = serverTarget(url);
    const test = (each: object) =>
      value('target.test', { target: { ...target, ...each }, ifNotEmpty: 'abort' });

    const wrong = await test({ password: 'wrong' });
    expect(wrong).toMatchObject({ ready: false, server: null });
    expect(wrong.checks.map(({ status }) => status)).toEqual(['failed', ...Array(13).fill('skipped')]);
    expect(wrong.checks[0]?.error).toMatchObject({ code: 'target.auth', hint: expect.stringMatching(/\w/) });
    expect((await test({ port: 1 })).checks[0]?.error?.code).toBe('target.unreachable');

    await withPg(url, (client) => client.query('create table public.theirs (id int)'));
    const full = await test({});
    expect(full.checks.find(({ id }) => id === 'empty')).toMatchObject({
      status: 'failed',
      error: { code: 'target.notEmpty' },
    });
    expect((await test({ schema: 'other' })).ready).toBe(true);

    const byUrl = await value('target.test', {
      target: { kind: 'url', url, schema: 'other' },
      ifNotEmpty: 'abort',
    });
    expect(byUrl.ready).toBe(true);
    expect(byUrl.url).not.toContain(target.password ?? '?');
    for (const parameter of [
      'sslrootcert=/etc/passwd',
      'passfile=/etc/shadow',
      'sslkey=/root/key',
      'service=x',
    ]) {
      const sly = { kind: 'url', url: `${url}?${parameter}`, schema: 'public' } as const;
      expect(await refusal('target.test', { target: sly, ifNotEmpty: 'abort' })).toBe('target.badUrl');
    }
    expect(await refusal('target.savePassword', { ...login(target), password: 'x' })).toBe('host.noKeychain');
    expect(await value('target.hasPassword', login(target))).toBe(false);
  });
});

function login({ host, port, database, user }: ReturnType<typeof serverTarget>) {
  return { host, port, database, user };
}
