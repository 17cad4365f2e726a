import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { placement } from '../../../electron/engine/target/placement.ts';
import type { Client } from '../../../renderer/client/client.ts';
import { connectPart } from '../../../renderer/state/connect.ts';
import { fleetPart } from '../../../renderer/state/fleet.ts';
import {
  eachOf,
  emptyFleetForm,
  fieldOf,
  isFresh,
  isNext,
  otherOf,
  talliesOf,
  wishesFor,
} from '../../../renderer/state/fleet-list.ts';
import { nodesOf } from '../../../renderer/state/fleet-nodes.ts';
import { createTools } from '../../../renderer/state/tools.ts';
import type { Wizard } from '../../../renderer/state/wizard.ts';
import { resultOf } from '../../../renderer/steps/fleet/result.ts';
import type { AuditView } from '../../../shared/contract.ts';
import { languages, translator } from '../../../shared/messages/index.ts';
import { type TestHost, testHost } from '../../helpers/host.ts';

/** The page's state before a real host, as the desktop's window has it; a file that is dropped has a path there. */
function pageBefore({ host }: TestHost) {
  const client: Client = {
    call: async (name, input) => (await host.call(name, input)) as never,
    on: () => () => {},
    drop: async (file) => ({ ok: true, value: host.give((file as { path: string }).path) }),
    onConnection: () => () => {},
    deliver: async () => {},
    print: async () => {},
  };
  // Those parts of the page that this is about.
  const store = createStore<Wizard>()((set, get) => {
    const tools = createTools(client, get, set);
    const rest = { step: 'start', busy: {}, problems: {} };
    return { ...connectPart(tools), ...fleetPart(tools), ...rest } as Wizard;
  });
  const drop = (...paths: string[]) =>
    store.getState().dropFiles(paths.map((path) => ({ path, name: basename(path) }) as never));
  return { state: store.getState, drop };
}

describe('files that are dropped', () => {
  it('become a list where they are several, whose names can be typed over with what is wrong beside them', async () => {
    const stage = await testHost();
    const { state, drop } = pageBefore(stage);
    const files = ['carro é.db', 'b.db', 'c.db'].map((name) => join(stage.folder, name));
    for (const file of files) writeFileSync(file, 'x');
    const [first = '', second = '', third = ''] = files;
    await drop(first, second, third, first);
    expect(state().problems.fleet).toBeNull();
    expect(state().step).toBe('fleet');
    const list = () => state().fleet?.vehicles ?? [];
    expect(list().map(({ vehicle, schema }) => [vehicle, schema])).toEqual([
      ['carro é', 'carro_e'],
      ['b', 'b'],
      ['c', 'c'],
    ]);

    // A schema follows the name until somebody gives it one.
    await state().changeVehicle(first, { vehicle: 'Gol; "prata"', plate: 'AAA-1' });
    expect(list()[0]).toMatchObject({ vehicle: 'Gol; "prata"', plate: 'AAA-1', schema: 'gol_prata' });
    await state().changeVehicle(second, { vehicle: 'C' });
    expect(list().map(({ error }) => fieldOf(error))).toEqual([null, 'vehicle', 'vehicle']);
    const error = list()[1]?.error;
    expect(error && otherOf(error, list())).toBe(third);
    expect(list().filter(isNext)).toHaveLength(1);
    await state().changeVehicle(second, { vehicle: 'B', schema: 'pg_b' });
    expect(list().map(({ error: each }) => fieldOf(each))).toEqual([null, 'schema', null]);
    await state().changeVehicle(second, { schema: '' });
    expect(list()[1]).toMatchObject({ vehicle: 'B', schema: 'b', error: null });
    // Two at once: the second change is of the list that the first one left.
    await Promise.all([state().removeVehicle(first), state().changeVehicle(third, { plate: 'CCC-3' })]);
    expect(list()).toMatchObject([{ vehicle: 'B' }, { vehicle: 'c', plate: 'CCC-3' }]);
    expect(state().fleet && isFresh(state().fleet as never)).toBe(true);

    await state().loadFleets();
    const manifest = state().fleet?.manifest;
    expect(state().fleets).toMatchObject([{ manifest, own: true, vehicles: null }]);
    await state().discardFleet();
    expect([state().step, existsSync(manifest?.path ?? '')]).toEqual(['start', false]);
  });

  it('are what they were where it is one, and a list where it is a CSV, which is only read', async () => {
    const stage = await testHost();
    const { state, drop } = pageBefore(stage);
    const file = join(stage.folder, 'carro.db');
    await writeSample({ out: file, rows: 5, era: '11' });
    await drop(file);
    expect([state().step, state().look?.file.path]).toEqual(['connect', file]);

    const csv = join(stage.folder, 'frota.csv');
    writeFileSync(csv, 'arquivo;cor\ncarro.db;azul\nnada.db;\n');
    await drop(csv, file);
    expect(state().problems.fleet?.code).toBe('fleet.mixed');
    await drop(csv);
    expect(state().fleet).toMatchObject({ own: false, ignored: ['cor'], vehicles: [{}, { bytes: null }] });
    await state().changeVehicle(file, { vehicle: 'outro' });
    expect(state().problems.fleet?.code).toBe('fleet.notOwn');
  });
});

describe('what is decided for all', () => {
  const finding = { id: 'integer.word:peca.preco', options: ['text', 'null'], decision: 'null' };
  const view = {
    audit: { findings: [finding, { id: 'note', options: [], decision: 'x' }] },
    choices: { types: {}, decisions: { 'a:b': 'text' } },
  } as unknown as AuditView;

  it('is what the audit took, what a plan says, or what loses nothing; answers come last', () => {
    const decisions = { 'a:b': 'null' };
    const wishes = (decide: (typeof emptyFleetForm)['decide']) =>
      wishesFor({ ...emptyFleetForm, decide, decisions }, view);
    expect(wishes('audited')).toMatchObject({
      acceptDefaults: false,
      decisions: { 'integer.word:peca.preco': 'null', 'a:b': 'null' },
    });
    expect(wishes('ask')).toEqual({ acceptDefaults: false, playbook: null, decisions, jobs: null });
    expect(wishes('recommended').acceptDefaults).toBe(true);
  });

  it.each(languages)('comes to a sentence that adds up (%s)', (language) => {
    const t = translator(language);
    const item = (status: string) => ({ status, rows: null, error: null }) as never;
    const said = (...statuses: string[]) => resultOf(talliesOf(statuses.map(item)), statuses.length, t);
    const texts = {
      'pt-BR': ['2 de 4 veículos no PostgreSQL; 1 espera por uma decisão; 1 não foi possível.', 'Os 2'],
      en: ['2 of 4 vehicles in PostgreSQL; 1 waits for a decision; 1 was not possible.', 'All 2'],
    }[language];
    expect(said('done', 'question', 'failed', 'live')).toBe(texts[0]);
    expect(said('done', 'done')).toContain(texts[1]);
    expect(said('changed', 'undone')).not.toContain(texts[1]);
  });
});

describe('nodes of Citus', () => {
  const mib = 2 ** 20;
  // As the operation gives it, with a vehicle of another list on the second node.
  const found = placement(
    ['a:1', 'b:2', 'c:3'],
    [
      { schema: 'gol', node: 'a:1', bytes: 4 * mib },
      { schema: 'kombi', node: 'b:2', bytes: 9 * mib },
      { schema: 'others', node: 'b:2', bytes: 5 * mib },
    ],
    new Set(['gol', 'kombi', 'uno']),
  );

  it('are told with their vehicles, the fullest first', () => {
    const list = [
      { vehicle: 'Gol', schema: 'gol' },
      { vehicle: 'Kombi nº 2', schema: 'kombi' },
      { vehicle: 'Uno', schema: 'uno' },
    ];
    expect(nodesOf(found, list)).toEqual([
      { node: 'b:2', vehicles: ['Kombi nº 2'], schemas: 2, bytes: 14 * mib },
      { node: 'a:1', vehicles: ['Gol'], schemas: 1, bytes: 4 * mib },
      { node: 'c:3', vehicles: [], schemas: 0, bytes: 0 },
    ]);
    expect(found.advice).toMatchObject([{ code: 'rebalance' }, { code: 'distribute', schemas: ['uno'] }]);
  });

  it('are of no vehicle with a database of its own, which the local PostgreSQL cannot have', () => {
    const fleetForm = { each: 'database' } as const;
    const of = (kind: string, begun: boolean) => eachOf({ fleet: { begun }, fleetForm, target: { kind } });
    expect([of('server', false), of('managed', false), of('server', true)]).toEqual([
      'database',
      'schema',
      null,
    ]);
  });
});
