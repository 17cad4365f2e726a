import { expect, it } from 'vitest';
import type { Client } from '../../../renderer/client/client.ts';
import { createWizard } from '../../../renderer/state/store.ts';
import { emptyTarget } from '../../../renderer/state/target-form.ts';
import type { Result, RunDetail } from '../../../shared/contract.ts';

const refusal = { code: 'internal', message: 'no', hint: 'try again', details: {} } as const;

/** A page whose host answers a call when the test says so, in whatever order. */
function page() {
  const open: { name: string; input: never; answer(result: Result<unknown>): void }[] = [];
  let lost = false;
  const client: Client = {
    call: (name, input) =>
      lost
        ? Promise.reject(new TypeError('Failed to fetch'))
        : new Promise((resolve) => open.push({ name, input: input as never, answer: resolve as never })),
    on: () => () => {},
    onConnection: () => () => {},
    deliver: async () => {},
    print: async () => {},
  };
  const store = createWizard(client);

  /** The oldest call of this name that nobody has answered, whose input holds this. */
  function take(name: string, holds = '') {
    const at = open.findIndex((call) => call.name === name && JSON.stringify(call.input).includes(holds));
    const [call] = at < 0 ? [] : open.splice(at, 1);
    if (!call) throw new Error(`${name} ${holds} was not asked, but ${open.map((each) => each.name)}`);
    return call;
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    state: store.getState,
    set: store.setState,
    asked: (name: string) => open.filter((call) => call.name === name).map(({ input }) => input),
    async answer(name: string, value: unknown, holds?: string) {
      take(name, holds).answer({ ok: true, value });
      await settle();
    },
    async refuse(name: string, holds?: string) {
      take(name, holds).answer({ ok: false, error: refusal } as never);
      await settle();
    },
    async answerRun(id: string) {
      take('runs.get', id).answer({ ok: true, value: runOf(id) });
      take('runs.certificate', id).answer({ ok: true, value: null });
      take('runs.exceptionFacets', id).answer({ ok: true, value: null });
      await settle();
    },
    lose: () => {
      lost = true;
    },
  };
}

const runOf = (id: string) => ({ state: { id }, can: { cutover: true } }) as RunDetail;
const a = '20261101-0000-aaaa';
const b = '20261101-0000-bbbb';

it('sends the password of one server to no other', async () => {
  const { state, answerRun, asked } = page();
  void state().openRun(a, 'cutover');
  await answerRun(a);
  state().setServerPassword('of a');
  void state().refreshRun(a);
  await answerRun(a);
  void state().follow();
  expect(asked('job.follow')).toEqual([{ run: a, password: 'of a' }]);
  void state().openTools(b, 'status');
  await answerRun(b);
  void state().loadStatus();
  expect(asked('tools.status')).toEqual([{ run: b, password: null, backups: null }]);
});

it('opens the run that was asked for last, whichever is answered first', async () => {
  const { state, answerRun, refuse } = page();
  void state().openRun(a);
  void state().openTools(b);
  // One that ends meanwhile does not come between.
  void state().refreshRun(a);
  await answerRun(b);
  expect([state().run?.state.id, state().step]).toEqual([b, 'tools']);
  await answerRun(a);
  expect([state().run?.state.id, state().step]).toEqual([b, 'tools']);

  // What it has become meanwhile is shown where it was to be opened.
  void state().openCutover(a);
  void state().refreshRun(a);
  await answerRun(a);
  expect([state().run?.state.id, state().step]).toEqual([b, 'tools']);
  await answerRun(a);
  expect([state().run?.state.id, state().step]).toEqual([a, 'cutover']);

  void state().openRun(a);
  void state().openRun(b);
  await refuse('runs.get', a);
  expect([state().problems.run, state().busy.run]).toEqual([null, true]);
  await answerRun(b);
  expect([state().run?.state.id, state().busy.run]).toEqual([b, false]);
});

it('leaves the run that somebody looks at when the job of another one ends', async () => {
  const { state, set, asked, answerRun } = page();
  const job = (id: string, run: string) =>
    ({ id, run, kind: 'cutover', status: 'done', finishedAt: id, startedAt: id, stages: [] }) as never;
  set({ step: 'validate', run: runOf(b), serverPassword: 'of b' });
  state().seeJob(job('1', a));
  expect([asked('runs.get'), asked('cutover.view')]).toEqual([[], []]);
  expect(state().serverPassword).toBe('of b');
  state().seeJob(job('2', b));
  await answerRun(b);
  expect(asked('cutover.view')).toEqual([{ run: b }]);
  expect(state().serverPassword).toBe('');
});

it('shows the file that was chosen last', async () => {
  const { state, answer, refuse } = page();
  void state().choose('a');
  void state().choose('b');
  void state().choose('c');
  await answer('sources.look', { file: { token: 'c' } }, '"c"');
  await answer('sources.look', { file: { token: 'b' } }, '"b"');
  await refuse('sources.look', '"a"');
  expect(state().look).toMatchObject({ file: { token: 'c' } });
  expect([state().problems.source, state().busy.source]).toEqual([null, false]);
});

it('says nothing of a target that was edited while it was tested', async () => {
  const { state, set, answer, asked } = page();
  const target = { ...emptyTarget, kind: 'server', host: 'a', port: 5432, user: 'u', database: 'd' } as const;
  set({ target: { ...target, schema: 'public', password: 'p', savePassword: true } });
  const tested = state().testTarget();
  state().setTarget({ host: 'b' });
  await answer('target.test', { ready: true });
  expect(await tested).toBe(false);
  expect(state().report).toBeNull();
  expect(asked('target.savePassword')).toEqual([]);
  const again = state().testTarget();
  await answer('target.test', { ready: true });
  await answer('target.savePassword', null);
  expect(await again).toBe(true);
});

it('goes live with the run that is shown, not with one that was looked at before', async () => {
  const { state, answer, answerRun } = page();
  void state().openCutover(a);
  await answerRun(a);
  void state().loadCutover(a);
  void state().openCutover(b);
  await answerRun(b);
  void state().loadCutover(b);
  await answer('cutover.view', { run: b, envs: [], phase: 'before' }, b);
  await answer('cutover.offered', [], b);
  await answer('cutover.view', { run: a, envs: [], phase: 'live' }, a);
  await answer('cutover.offered', [{ token: 't', path: '/a/.env' }], a);
  expect(state().cutover?.run).toBe(b);
  expect(state().envFiles).toEqual([]);
});

it('is busy until the lines of a file that was just chosen are shown', async () => {
  const { state, set, answer } = page();
  set({ run: runOf(a) });
  const taken = state().takeEnv('t');
  let isDone = false;
  void taken.then(() => {
    isDone = true;
  });
  await answer('files.take', { token: 't', path: '/a/.env' });
  expect([isDone, state().busy.preview]).toEqual([false, true]);
  await answer('cutover.preview', { files: [] });
  await taken;
  expect([state().preview, state().busy.preview]).toEqual([{ files: [] }, false]);
});

it('lists what an undo of this run would drop, not of the one before', async () => {
  const { state, answer } = page();
  void state().loadUndoList(a, null);
  void state().loadUndoList(b, null);
  await answer('runs.undoList', { dropped: ['b'] }, b);
  await answer('runs.undoList', { dropped: ['a'] }, a);
  expect(state().undoList).toEqual({ dropped: ['b'] });
});

it('says that exceptions could not be had, until they can', async () => {
  const { state, set, refuse, answer, lose } = page();
  const everything = { table: null, action: null, codes: null };
  set({ run: runOf(a) });
  const refused = state().exceptionPage(everything, 0);
  await refuse('runs.exceptions');
  expect(await refused).toBeNull();
  expect(state().problems.exceptions).toEqual(refusal);
  const had = state().exceptionPage(everything, 0);
  await answer('runs.exceptions', { total: 0, records: [] });
  expect(await had).toEqual({ total: 0, records: [] });
  expect(state().problems.exceptions).toBeNull();

  lose();
  expect(await state().exceptionPage(everything, 0)).toBeNull();
  expect(await state().exceptionFacets(everything)).toBeNull();
  expect(state().problems.exceptions).toMatchObject({ message: 'Failed to fetch' });
  // None of these has anything to say without a host.
  await Promise.all([state().loadOffered(), state().takeHanded(), state().lookForPassword()]);
  expect([state().offered, state().passwordSaved]).toEqual([[], false]);
});
