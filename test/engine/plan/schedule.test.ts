import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Statement } from '../../../electron/engine/plan/ddl.ts';
import { nextStep, type Step, stepsOf } from '../../../electron/engine/plan/schedule.ts';

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
