import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Statement } from '../../../electron/engine/plan/ddl.ts';
import {
  buildSettings,
  nextStep,
  type Step,
  sharesOf,
  smallFirst,
  stepsOf,
} from '../../../electron/engine/plan/schedule.ts';

const kinds = ['primary key', 'unique', 'index', 'index', 'index', 'check'] as const;
const tables = ['a', 'b', 'c'];

function statement(kind: Statement['kind'], table: string, references?: string): Statement {
  return { kind, table, name: `${table} ${kind}`, sql: '', ...(references ? { references } : {}) };
}

/** Runs steps on so many connections, in the order in which they could end; calls `look` whenever one begins. */
function walk(
  steps: Step[],
  connections: number,
  ends: number[],
  look: (running: Step[], step: Step) => void,
): Step[] {
  const waiting = [...steps];
  const running: Step[] = [];
  const done: Step[] = [];
  for (let i = 0; waiting.length + running.length > 0; i++) {
    const step = running.length < connections ? nextStep(waiting, running) : null;
    if (step) {
      look(running, step);
      waiting.splice(waiting.indexOf(step), 1);
      running.push(step);
      continue;
    }
    expect(running.length).toBeGreaterThan(0);
    done.push(...running.splice((ends[i % ends.length] ?? 0) % running.length, 1));
  }
  return done;
}

test('every step is run once, none beside another that the server would make it wait for', () => {
  const keys = fc.record({ kind: fc.constantFrom(...kinds), table: fc.constantFrom(...tables) });
  const foreign = fc.record({ table: fc.constantFrom(...tables), references: fc.constantFrom(...tables) });
  const ends = fc.array(fc.nat(7), { minLength: 1 });
  fc.assert(
    fc.property(
      fc.array(keys),
      fc.array(foreign),
      ends,
      fc.integer({ min: 1, max: 4 }),
      (own, links, order, n) => {
        const statements = [
          ...own.map((o) => statement(o.kind, o.table)),
          ...links.map((l) => statement('foreign key', l.table, l.references)),
        ];
        const steps = stepsOf(statements, (table) => tables.indexOf(table));
        const done = walk(steps, n, order, (running, step) => {
          for (const other of running) {
            const onSame = touched(step).some((t) => touched(other).includes(t));
            if (onSame) expect([step.statement.kind, other.statement.kind]).toEqual(['index', 'index']);
          }
        });
        expect(done.length).toBe(statements.length);
        for (const link of done.filter((s) => s.statement.kind === 'foreign key')) {
          const before = done.slice(0, done.indexOf(link));
          const needed = steps.filter(
            (s) => s.statement.kind !== 'foreign key' && touched(link).includes(s.statement.table ?? ''),
          );
          expect(needed.every((s) => before.includes(s))).toBe(true);
        }
      },
    ),
  );
});

test('the largest table comes first, and its indexes share the connections', () => {
  const statements = [
    statement('primary key', 'small'),
    statement('primary key', 'large'),
    statement('index', 'large'),
    { ...statement('index', 'large'), name: 'second' },
  ];
  const steps = stepsOf(statements, (table) => (table === 'large' ? 1000 : 1));
  const [small, key, first, second] = steps as [Step, Step, Step, Step];
  expect(nextStep(steps, [])).toBe(key);
  expect(nextStep([small, first, second], [key])).toBe(small);
  expect(nextStep([small, first, second], [])).toBe(first);
  expect(nextStep([small, second], [first])).toBe(second);
});

function touched(step: Step): string[] {
  return [...step.alone, ...step.shared];
}

test('what works on small tables alone comes first, in its order, what links them last', () => {
  const rows: Record<string, number> = { a: 10, b: 20_000, c: 20_001 };
  const all = [
    statement('primary key', 'a'),
    statement('primary key', 'c'),
    statement('index', 'b'),
    statement('foreign key', 'a', 'b'),
    statement('foreign key', 'a', 'c'),
    statement('foreign key', 'c', 'b'),
  ];
  const { small, large } = smallFirst(all, (table) => rows[table] ?? 0);
  expect(small).toEqual({ own: [all[0], all[2]], links: [all[3]] });
  expect(large).toEqual([all[1], all[4], all[5]]);
});

test('work is dealt out so that no table is in two hands, and nobody has much more than the others', () => {
  const some = fc.array(
    fc.record({ kind: fc.constantFrom(...kinds), table: fc.constantFrom('a', 'b', 'c', 'd') }),
  );
  const weights: Record<string, number> = { a: 1, b: 1, c: 2, d: 9 };
  fc.assert(
    fc.property(some, fc.integer({ min: 1, max: 4 }), (given, n) => {
      const all = given.map(({ kind, table }) => statement(kind, table));
      const weightOf = (table: string) => weights[table] ?? 0;
      const shares = sharesOf(all, n, weightOf);
      expect(shares).toHaveLength(n);
      for (const table of Object.keys(weights)) {
        const hands = shares.filter((share) => share.some((s) => s.table === table));
        expect(hands.length).toBeLessThanOrEqual(1);
        const own = all.filter((s) => s.table === table);
        expect(hands[0]?.filter((s) => s.table === table) ?? []).toEqual(own);
      }
      // Whoever has most had least before the last table came.
      const sums = shares.map((share) => share.reduce((sum, s) => sum + weightOf(s.table ?? ''), 0));
      const tables = Object.keys(weights).map((t) => all.filter((s) => s.table === t).length * weightOf(t));
      expect(Math.max(...sums) - Math.min(...sums)).toBeLessThanOrEqual(Math.max(...tables));
    }),
  );
});

test('a build has helpers where there are cores for them, and each of them the same memory', () => {
  expect(buildSettings(2, 2)).toEqual({ memory: '32MB', helpers: 0 });
  expect(buildSettings(2, 1)).toEqual({ memory: '32MB', helpers: 0 });
  expect(buildSettings(2, 4)).toEqual({ memory: '64MB', helpers: 1 });
  expect(buildSettings(2, 16)).toEqual({ memory: '96MB', helpers: 2 });
  expect(buildSettings(2, null)).toEqual({ memory: '96MB', helpers: 2 });
});
