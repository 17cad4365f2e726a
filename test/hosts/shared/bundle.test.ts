import { readFileSync } from 'node:fs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { bundleClient } from '../../../renderer/bundle/client.ts';
import { readBundle } from '../../../renderer/bundle/read.ts';
import type { Client } from '../../../renderer/client/client.ts';
import { createBundleWizard } from '../../../renderer/state/bundle-store.ts';
import { createWizard, type WizardStore } from '../../../renderer/state/store.ts';
import type { Bundle } from '../../../shared/bundle/bundle.ts';
import type { CallName } from '../../../shared/contract.ts';
import { callNames } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import { languages, translator } from '../../../shared/messages/index.ts';
import { writeBundle } from '../../helpers/bundle.ts';
import { migratedSample } from '../../helpers/migrated.ts';

type Files = Record<string, Uint8Array>;
type Json = Record<string, unknown>;

let making: Promise<Files> | undefined;

/** The files of the bundle of a real run, made once. */
function written(): Promise<Files> {
  making ??= migratedSample({ rows: 50, dirty: true }).then(async ({ workspace, state }) =>
    unzipSync(readFileSync((await writeBundle(workspace, state)).path)),
  );
  return making;
}

function fileOf(bytes: Uint8Array | string, name = 'suporte.zip'): File {
  return new File([bytes as never], name);
}

/** The bundle with some of its files changed; null takes one out. */
async function packed(changes: Record<string, ((text: string) => string) | null> = {}): Promise<File> {
  const files = { ...(await written()) };
  for (const [name, change] of Object.entries(changes)) {
    if (change === null) delete files[name];
    else files[name] = strToU8(change(strFromU8(files[name] ?? new Uint8Array())));
  }
  // Of its packing nothing is said here.
  return fileOf(zipSync(files, { level: 0 }));
}

/** Changes one document. */
const changed = (change: (document: Json) => void) => (text: string) => {
  const document = JSON.parse(text) as Json;
  change(document);
  return JSON.stringify(document);
};

/** An archive whose entries say that they have so many bytes, unpacked. */
function claiming(archive: Uint8Array, bytes: number): Uint8Array {
  const directory = Buffer.from(archive.buffer, archive.byteOffset, archive.length);
  // https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3.12
  for (let at = directory.indexOf('PK\x01\x02'); at >= 0; at = directory.indexOf('PK\x01\x02', at + 1))
    directory.writeUInt32LE(bytes, at + 24);
  return archive;
}

async function refusal(file: File): Promise<unknown> {
  const error = await readBundle(file).then(
    () => null,
    (cause: unknown) => cause,
  );
  return error instanceof AppError ? [error.code, error.params] : error;
}

/** One's own wizard, whose host counts what is asked of it. */
function ownWizard(): { own: WizardStore; asked: CallName[] } {
  const asked: CallName[] = [];
  const client: Client = {
    async call(name) {
      asked.push(name);
      return { ok: true, value: null as never };
    },
    on: () => () => {},
    onConnection: () => () => {},
    deliver: async () => {},
    print: async () => {},
  };
  return { own: createWizard(client), asked };
}

describe('a support bundle', { timeout: 300_000 }, () => {
  it('is read as it was written, also when somebody packed it again in a folder', async () => {
    const files = await written();
    const bundle = await readBundle(await packed());
    const of = (name: string) => JSON.parse(strFromU8(files[name] ?? new Uint8Array()));
    expect(bundle.state).toEqual(of('run.json'));
    expect(bundle.audit).toEqual(of('audit.json'));
    expect(bundle.plan).toEqual(of('plan.json'));
    expect(bundle.about).toEqual(of('wizard.json'));
    expect(bundle.sql).toContain('create table');
    expect(bundle.exceptions.length).toBeGreaterThan(5);
    expect(bundle.certificate?.totals.source).toBe(
      bundle.state.tables.reduce((sum, { source }) => sum + source, 0),
    );
    const again = Object.fromEntries(Object.entries(files).map(([name, text]) => [`carro/${name}`, text]));
    expect(await readBundle(fileOf(zipSync(again)))).toEqual(bundle);
  });

  it('that is none, or of another version, or damaged, is told apart', async () => {
    const name = 'suporte.zip';
    const notOne = ['bundle.notOne', { name }];
    expect(await refusal(fileOf(''))).toEqual(notOne);
    expect(await refusal(fileOf('<!doctype html>'))).toEqual(notOne);
    expect(await refusal(fileOf(zipSync({ 'a.txt': strToU8('a') })))).toEqual(notOne);
    expect(await refusal(await packed({ 'wizard.json': null }))).toEqual(['bundle.older', { name }]);
    const newer = changed((about) => Object.assign(about, { format: 2, tool: '9.1.0', phase: 'new' }));
    expect(await refusal(await packed({ 'wizard.json': newer }))).toEqual([
      'bundle.newer',
      { name, tool: '9.1.0' },
    ]);
    const damaged = (file: string) => ['bundle.damaged', { name, file }];
    expect(await refusal(await packed({ 'plan.json': (text) => text.slice(0, 2000) }))).toEqual(
      damaged('plan.json'),
    );
    const noRows = changed((audit) => Object.assign(audit, { tables: [{ name: 'a', rows: '<b>' }] }));
    expect(await refusal(await packed({ 'audit.json': noRows }))).toEqual(damaged('audit.json'));
    expect(await refusal(await packed({ 'exceptions.ndjson': (text) => `${text}{"table": 1}\n` }))).toEqual(
      damaged('exceptions.ndjson'),
    );
    const whole = zipSync(await written());
    expect(await refusal(fileOf(whole.subarray(0, whole.length / 2)))).toEqual(damaged('.zip'));
  });

  it('that would fill the memory is refused by what it says of itself', async () => {
    const tooLarge = ['bundle.tooLarge', { name: 'suporte.zip', most: 32 }];
    const huge = claiming(zipSync(await written()), 33 * 1024 * 1024);
    expect(await refusal(fileOf(huge))).toEqual(tooLarge);
    // Each of them is within the limit, and says that it is nothing; what is stored is copied all the same.
    const stored = {
      'run.json': new Uint8Array(20 * 1024 * 1024),
      'plan.json': new Uint8Array(11 * 1024 * 1024),
    };
    const lying = claiming(
      zipSync({ ...stored, 'audit.json': new Uint8Array(2 * 1024 * 1024) }, { level: 0 }),
      0,
    );
    expect(await refusal(fileOf(lying))).toEqual(tooLarge);
  });

  it('that is two in one archive, or has a file twice, is refused', async () => {
    const files = await written();
    const two = { ...files, 'a/run.json': files['run.json'] ?? new Uint8Array() };
    const notOne = ['bundle.notOne', { name: 'suporte.zip' }];
    expect(await refusal(fileOf(zipSync(two)))).toEqual(notOne);
    const twice = Buffer.from(zipSync({ ...files, 'xlan.json': strToU8('{}') }));
    for (let at = twice.indexOf('xlan.json'); at >= 0; at = twice.indexOf('xlan.json')) twice.write('p', at);
    expect(await refusal(fileOf(twice))).toEqual(notOne);
    // What lies in another folder is no part of it.
    const { 'plan.json': plan = new Uint8Array(), ...others } = files;
    const beside = await readBundle(fileOf(zipSync({ ...others, 'other/plan.json': plan })));
    expect(beside.plan).toBeNull();
  });

  it('with more than a page can draw, or a log of other than texts, is damaged', async () => {
    const damaged = (file: string) => ['bundle.damaged', { name: 'suporte.zip', file }];
    const full = (list: string, count: number) =>
      changed((document) => {
        const [first] = document[list] as unknown[];
        document[list] = Array.from({ length: count }, () => first);
      });
    expect(await refusal(await packed({ 'run.json': full('tables', 10_001) }))).toEqual(damaged('run.json'));
    expect(await refusal(await packed({ 'audit.json': full('tables', 10_001) }))).toEqual(
      damaged('audit.json'),
    );
    expect(await refusal(await packed({ 'log.ndjson': () => '\n'.repeat(100_001) }))).toEqual(
      damaged('log.ndjson'),
    );
    for (const line of ['{"time":{"toString":1}}', '{"msg":[]}', '{"level":{}}'])
      expect(await refusal(await packed({ 'log.ndjson': () => line }))).toEqual(damaged('log.ndjson'));
  });

  it('whose error would tell how texts are made is shown as what it is', async () => {
    const screens = async (params: string) => {
      const error = { code: 'target.lost', message: `target.lost ${params}`, hint: '' };
      const failed = changed((state) => Object.assign(state, { status: 'failed', error }));
      const { own } = ownWizard();
      own.setState({ info: { language: 'en' } as never });
      return createBundleWizard(await readBundle(await packed({ 'run.json': failed })), own).getState().job
        ?.error;
    };
    expect(await screens('{"interpolation":{"prefixEscaped":"("}}')).toMatchObject({ code: 'internal' });
    expect(await screens('{"host":{"toString":1}}')).toMatchObject({ code: 'internal' });
    const lost = await screens(
      '{"host":"oficina","port":5432,"reason":"x","lng":"pt-BR","defaultValue":"y"}',
    );
    expect(lost?.details).toEqual({ host: 'oficina', port: 5432, reason: 'x' });
    expect(lost?.message).toBe(
      translator('en')('errors.target.lost.message', {
        ...{ context: 'withoutRun', host: 'oficina', port: 5432, reason: 'x' },
      }),
    );
  });

  it('opens anew each time, also a changed copy with the name of the first', async () => {
    const { own } = ownWizard();
    await own.getState().openBundle(await packed());
    const { opened } = own.getState();
    await own.getState().openBundle(fileOf('nada'));
    expect(own.getState().opened).toBe(opened);
    await own.getState().openBundle(await packed());
    expect(own.getState().opened).toBe(opened + 1);
  });

  it('that does not know whether the run is live does not call it one that is not', async () => {
    const { own } = ownWizard();
    own.setState({ info: { language: 'en' } as never });
    const unknown = changed((about) =>
      Object.assign(about, { phase: null, cutover: null, unreadable: ['cutover.json'] }),
    );
    const bundle = await readBundle(await packed({ 'wizard.json': unknown }));
    expect(bundle.about).toMatchObject({ phase: null, unreadable: ['cutover.json'] });
    expect(createBundleWizard(bundle, own).getState()).toMatchObject({
      step: 'validate',
      run: { can: { cutover: false } },
    });
  });

  it('fills the screens, in the words of whoever reads it, and leaves one’s own work as it is', async () => {
    const bundle = await readBundle(await packed());
    const { own, asked } = ownWizard();
    own.setState({
      info: { language: 'en' } as never,
      step: 'connect',
      target: { ...own.getState().target, host: 'mine' },
    });
    await own.getState().openBundle(await packed());
    expect(own.getState()).toMatchObject({ bundle: { name: 'suporte.zip' }, problems: { bundle: null } });
    const before = own.getState();
    const store = createBundleWizard(bundle, own);
    const shown = store.getState();
    expect(shown).toMatchObject({
      readOnly: true,
      step: 'validate',
      job: { status: 'done', kind: 'migrate' },
    });
    expect(shown.view?.audit.findings.length).toBe(bundle.audit?.findings.length);
    expect(shown.view?.pictures.rows.length).toBeGreaterThan(10);
    expect(shown.run?.can).toEqual({
      ...{ resume: false, validate: false, certificate: false, undo: false, tools: false },
      cutover: true,
    });
    const nulled = await shown.exceptionPage({ table: null, action: 'nulled', codes: null }, 0);
    expect(nulled?.records).not.toEqual([]);
    expect(nulled?.records).toEqual(bundle.exceptions.filter(({ action }) => action === 'nulled'));
    const first = await shown.openException({ table: null, action: null, codes: null }, 0);
    expect(first).toMatchObject({ now: { kind: 'noRow' }, sql: null });
    await shown.loadCutover(bundle.state.id);
    expect(store.getState().cutover).toMatchObject({ phase: 'before' });
    expect(store.getState().cutover).toEqual(bundle.about.cutover);
    expect(own.getState()).toBe(before);
    shown.closeBundle();
    expect(own.getState()).toMatchObject({ bundle: null, step: 'connect', target: { host: 'mine' } });
    expect(asked).toEqual([]);
  });

  it('never leads to a host, whatever its screens ask for, but for the reader’s own language', async () => {
    const { own, asked } = ownWizard();
    own.setState({ info: { language: 'pt-BR' } as never });
    const bundle = await readBundle(await packed());
    const store = createBundleWizard(bundle, own);
    const ways = Object.entries(store.getState()).filter(
      ([name, value]) => typeof value === 'function' && name !== 'open',
    );
    for (const [name, act] of ways) {
      if (['openBundle', 'closeBundle', 'refuseBundle', 'setLanguage', 'dropFiles'].includes(name)) continue;
      await Promise.resolve()
        .then(() => act('x', 'y'))
        .catch(() => {});
    }
    const refusal = () => 'read-only';
    const client = bundleClient(bundle, refusal, () => {});
    expect(await client.call('runs.list', {})).toMatchObject({ error: { message: 'read-only' } });
    const filter = { table: null, action: null, codes: null };
    const input = { filter, offset: 0, limit: 1, index: 0, language: 'en' };
    for (const name of callNames) await client.call(name, input as never);
    expect(asked).toEqual([]);
    store.getState().setLanguage('en');
    await expect.poll(() => asked).toEqual(['app.setLanguage']);
  });

  it('of a run that stopped says where, in both languages', async () => {
    const message = 'target.lost {"host":"oficina","port":5432,"reason":"ECONNRESET"}';
    const stopped = changed((state) =>
      Object.assign(state, {
        ...{ status: 'interrupted', stage: 'load', validation: null, finishedAt: null },
        error: { code: 'target.lost', message, hint: '' },
      }),
    );
    const bundle = await readBundle(await packed({ 'run.json': stopped, 'certificate.json': null }));
    for (const language of languages) {
      const { own } = ownWizard();
      own.setState({ info: { language } as never });
      const { job, step } = createBundleWizard(bundle, own).getState();
      expect(step).toBe('migrate');
      const params = { host: 'oficina', port: 5432, reason: 'ECONNRESET' };
      expect(job?.error?.message).toBe(
        translator(language)('errors.target.lost.message', { context: 'withoutRun', ...params }),
      );
      expect(job?.stages.map(({ status }) => status)).toEqual([
        ...['done', 'done', 'done', 'running', 'waiting', 'waiting', 'waiting'],
      ]);
    }
  });

  it('of no more than an audit begins there, and one without is shown as far as it came', async () => {
    const refused = (code: string) =>
      changed((state) =>
        Object.assign(state, {
          ...{ status: 'refused', stage: 'plan', tables: [], validation: null },
          error: { code, message: `${code} {"count":3}`, hint: '' },
        }),
      );
    const screens = async (changes: Parameters<typeof packed>[0]): Promise<Bundle> =>
      readBundle(await packed({ 'certificate.json': null, ...changes }));
    const { own } = ownWizard();
    own.setState({ info: { language: 'en' } as never });
    const audited = await screens({ 'run.json': refused('decisions.missing') });
    expect(createBundleWizard(audited, own).getState()).toMatchObject({
      step: 'audit',
      run: { can: { cutover: false } },
    });
    const bare = await screens({
      'run.json': refused('source.corrupt'),
      'audit.json': null,
      'plan.json': null,
    });
    expect(createBundleWizard(bare, own).getState()).toMatchObject({ step: 'migrate', view: null });
  });
});
