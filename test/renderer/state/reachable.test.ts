import { afterEach, expect, it, vi } from 'vitest';
import type { Client } from '../../../renderer/client/client.ts';
import { hasSomething, refusalOf } from '../../../renderer/state/reachable.ts';
import { createWizard } from '../../../renderer/state/store.ts';
import { type Step, steps, type Wizard } from '../../../renderer/state/wizard.ts';
import type { JobSnapshot, RunDetail } from '../../../shared/contract.ts';
import { until } from '../../helpers/until.ts';

afterEach(() => void vi.unstubAllGlobals());

const id = '20261101-0000-aaaa';
const job = (kind: JobSnapshot['kind'], finishedAt: string | null) =>
  ({ id: '1', kind, run: id, finishedAt, status: 'done', stages: [], startedAt: '' }) as never;
const run = (cutover: boolean) => ({ state: { id }, can: { cutover } }) as RunDetail;

it('says of every step what is in its way', () => {
  const fresh = createWizard({} as Client).getState();
  const refusals = (state: Partial<Wizard>) => steps.map((step) => refusalOf({ ...fresh, ...state }, step));
  expect(refusals({})).toEqual([null, null, 'source', 'source', 'noRun', 'noRun']);
  expect(refusals({ look: {} as never, run: run(false) }).slice(2)).toEqual([
    'unaudited',
    'unaudited',
    null,
    'noCutover',
  ]);
  const working = 'working';
  const auditing = { job: job('audit', null) };
  expect(refusals(auditing)).toEqual([null, working, null, working, working, working]);
  const live = { job: job('cutover', null), run: run(true) };
  expect(refusals(live)).toEqual([null, working, working, working, working, null]);
  const comparing = { job: job('validate', null), run: run(false) };
  expect(refusals(comparing).slice(4)).toEqual([working, 'noCutover']);
  // Whoever waits for it on the step it is of stays there.
  expect(hasSomething({ ...fresh, ...comparing }, 'validate')).toBe(true);
});

it('leads back to where the page was, if there is something to show', async () => {
  const places = async (step: Step, ended: JobSnapshot | null, opened: RunDetail | null) => {
    const target = { kind: 'managed', schema: 'public' };
    const memory = { step, source: null, target, ifNotEmpty: 'abort', run: opened && id, fleet: null };
    vi.stubGlobal('sessionStorage', { getItem: () => JSON.stringify({ ...memory, speed: null }) });
    const answers: Record<string, unknown> = {
      'app.info': { host: 'desktop', language: 'en', can: {} },
      'job.state': ended,
      'audit.current': null,
      'log.tail': [],
      'runs.list': [],
      'runs.get': opened,
    };
    let told: (state: 'live') => void = () => {};
    const store = createWizard({
      call: async (name: string) => ({ ok: true, value: answers[name] ?? null }) as never,
      on: () => () => {},
      onConnection: (watcher: typeof told) => {
        told = watcher;
        return () => {};
      },
    } as unknown as Client);
    store.getState().open();
    told('live');
    await until(() => store.getState().info !== null);
    expect(store.getState().problems.session).toBeNull();
    return store.getState().step;
  };
  // A run that was resumed has no audit on the table.
  expect(await places('migrate', job('migrate', '2026'), null)).toBe('migrate');
  expect(await places('migrate', null, null)).toBe('start');
  expect(await places('tools', null, run(false))).toBe('tools');
  expect(await places('cutover', null, run(true))).toBe('cutover');
  expect(await places('cutover', null, run(false))).toBe('start');
});
