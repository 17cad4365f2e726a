import { describe, expect, it } from 'vitest';
import { asDatabaseMakes, asSessionMakes, placesSchemas } from '../../../electron/engine/target/citus.ts';
import { placement } from '../../../electron/engine/target/placement.ts';

const mib = 2 ** 20;
const on = (node: string, ...sizes: number[]) =>
  sizes.map((size, i) => ({ schema: `${node}${i}`, node, bytes: size * mib }));

describe('what is said of nodes', () => {
  it('counts what each holds, also of others, and one that holds nothing', () => {
    const told = placement(['x', 'y', 'z'], [...on('x', 1, 2), ...on('y', 4)], new Set(['x1']));
    expect(told.nodes).toEqual([
      { node: 'x', schemas: 2, bytes: 3 * mib },
      { node: 'y', schemas: 1, bytes: 4 * mib },
      { node: 'z', schemas: 0, bytes: 0 },
    ]);
    expect(told.schemas).toEqual([{ schema: 'x1', node: 'x', bytes: 2 * mib }]);
  });

  it('advises to even out where Citus would move something, and not where it would not', () => {
    const advised = (nodes: string[], ...all: ReturnType<typeof on>[]) =>
      placement(nodes, all.flat(), new Set()).advice.map(({ code }) => code);
    expect(advised(['x', 'y'], on('x', 3, 3), [])).toEqual(['rebalance']);
    expect(advised(['x', 'y'], on('x', 3, 3, 3, 3, 3), on('y', 3, 3))).toEqual(['rebalance']);
    // One more than the other, or one that is large: moving it would only turn it around.
    expect(advised(['x', 'y'], on('x', 3, 3), on('y', 3))).toEqual([]);
    expect(advised(['x', 'y'], on('x', 9_000), on('y', 3))).toEqual([]);
    expect(advised(['x'], on('x', 3, 3))).toEqual([]);
    expect(advised([])).toEqual([]);
  });

  it('names what is on the coordinator alone, quoted for the command that places it', () => {
    const { advice } = placement(['x'], on('x', 1), new Set(["o'Car", 'x0']));
    expect(advice).toEqual([
      { code: 'distribute', schemas: ["o'Car"], sql: `select citus_schema_distribute('"o''Car"')` },
    ]);
    expect(placement([], [], new Set(['a'])).advice).toEqual([]);
  });
});

it('schemas are made as the database makes them, for these statements alone', () => {
  expect(asDatabaseMakes(null)).toEqual([]);
  expect(asDatabaseMakes({ spreads: false })).toEqual([]);
  expect([...asDatabaseMakes({ spreads: true }), ...asSessionMakes({ spreads: true })]).toEqual([
    'set local citus.enable_schema_based_sharding = on',
    'set local citus.enable_schema_based_sharding = off',
  ]);
  expect(['11.3-1', '12.1-1', '13.2-1', null].map(placesSchemas)).toEqual([false, true, true, false]);
});
