import { expect, it } from 'vitest';
import { createChanges } from '../../renderer/state/changes.ts';
import { followedIn, withDecisions, withoutDecisions } from '../../renderer/state/decisions.ts';

interface Wishes {
  profile: string;
  extras: boolean;
}

/** A host that answers when it is told to, and refuses what `refuses` says. */
function host(refuses: (wishes: Wishes) => boolean = () => false) {
  let kept: Wishes | null = { profile: 'compatible', extras: true };
  const asked: Wishes[] = [];
  const told: (Wishes | null)[] = [];
  const doors: (() => void)[] = [];
  const changes = createChanges<Wishes>(
    () => kept,
    async (wishes) => {
      asked.push(wishes);
      await new Promise<void>((resolve) => doors.push(resolve));
      if (refuses(wishes)) return false;
      if (kept) kept = wishes;
      return true;
    },
    (waiting) => told.push(waiting),
  );
  return {
    changes,
    asked,
    told,
    kept: () => kept,
    close: () => {
      kept = null;
    },
    async answerAll(work: Promise<unknown>) {
      let done = false;
      const end = work.then(() => {
        done = true;
      });
      while (!done) {
        doors.shift()?.();
        await new Promise((resolve) => setImmediate(resolve));
      }
      await end;
    },
  };
}

it('says at once what is wished for, and asks for what came meanwhile in one', async () => {
  const { changes, asked, told, kept, answerAll } = host();
  const work = Promise.all([
    changes.add(() => ({ profile: 'enhanced' })),
    changes.add(() => ({ extras: false })),
    changes.add(({ extras }) => ({ extras: !extras })),
  ]);
  expect(changes.waiting()).toEqual({ profile: 'enhanced', extras: true });
  await answerAll(work);
  expect(asked).toEqual([
    { profile: 'enhanced', extras: true },
    { profile: 'enhanced', extras: true },
  ]);
  expect(told.at(0)).toEqual({ profile: 'enhanced', extras: true });
  expect(told.at(-1)).toBeNull();
  expect(kept()).toEqual({ profile: 'enhanced', extras: true });
});

it('loses only the change that is refused', async () => {
  const { changes, kept, answerAll } = host(({ profile }) => profile === 'none');
  await answerAll(
    Promise.all([
      changes.add(() => ({})),
      changes.add(() => ({ profile: 'none' })),
      changes.add(() => ({ extras: false })),
    ]),
  );
  expect(kept()).toEqual({ profile: 'compatible', extras: false });
  expect(changes.waiting()).toBeNull();
});

it('drops what waits when there is nothing to change any more', async () => {
  const { changes, asked, close, answerAll } = host();
  const work = Promise.all([changes.add(() => ({})), changes.add(() => ({ extras: false }))]);
  close();
  await answerAll(work);
  expect(asked).toHaveLength(1);
  expect(changes.waiting()).toBeNull();
});

const choices = {
  types: {},
  decisions: {
    'time.iso:log.at': 'text',
    'time.epoch:log.at': 'text',
    'time.zero:log.at': 'quarantine',
    'rows.orphans:log.log_fkey': 'leaveOut',
    'text.nul:log.name': 'null',
  },
};
const findings = [{ id: 'type.fallback:log.at' }, { id: 'text.nul:log.name' }];

it('a decision takes the place of those that made the findings go', () => {
  const next = withDecisions(choices, findings, { 'type.fallback:log.at': 'repair' });
  expect(next.decisions).toEqual({
    'rows.orphans:log.log_fkey': 'leaveOut',
    'text.nul:log.name': 'null',
    'type.fallback:log.at': 'repair',
  });
});

it('what the plan follows can be told and taken back', () => {
  expect(followedIn(choices, findings)).toEqual([
    { place: 'log.at', option: 'text', ids: ['time.iso:log.at', 'time.epoch:log.at'] },
    { place: 'log.log_fkey', option: 'leaveOut', ids: ['rows.orphans:log.log_fkey'] },
  ]);
  expect(withoutDecisions(choices, ['time.iso:log.at']).decisions).not.toHaveProperty('time.iso:log.at');
});
