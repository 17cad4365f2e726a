import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Client } from '../../../renderer/client/client.ts';
import { jobPart } from '../../../renderer/state/job.ts';
import { createTools } from '../../../renderer/state/tools.ts';
import type { Wizard } from '../../../renderer/state/wizard.ts';
import { testHost } from '../../helpers/host.ts';
import { until } from '../../helpers/until.ts';

it('the page has every line of the log, also those that a slow connection left out', async () => {
  const { host } = await testHost();
  const call: Client['call'] = async (name, input) => (await host.call(name, input)) as never;
  const client = { call } as Client;
  const { getState: state } = createStore<Wizard>()(
    (set, get) => ({ ...jobPart(createTools(client, get, set)), busy: {}, problems: {} }) as Wizard,
  );
  let slow = false;
  let told = 0;
  host.on((name, value) => {
    if (name !== 'log') return;
    told += 1;
    if (!slow) state().seeLog(value as never);
  });
  // What the host itself has to say is told as what its engine says.
  for (const [at, name] of ['first', 'left out', 'last'].entries()) {
    slow = name === 'left out';
    host.unexpected(new Error(name), 'test');
    await until(() => told > at);
  }
  await until(() => state().log.length >= 3);
  expect(told).toBe(3);
  expect(state().log.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(state().log.map(({ message }) => message)).toEqual(Array(3).fill('host failed'));
});
