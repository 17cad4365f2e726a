import { expect, it } from 'vitest';
import { whyNone } from '../../renderer/steps/validate/why-none.ts';
import type { RunState } from '../../shared/model/index.ts';

const run = (status: RunState['status'], compared = true) => ({
  status,
  validation: compared ? ({ level: 'rows' } as RunState['validation']) : null,
});

it('an empty list of exceptions says that there are none only where that is known', () => {
  const [none, notYet] = ['certificate.exceptions.none', 'wizard.exceptions.notYet'];
  for (const status of ['succeeded', 'differences', 'undone'] as const)
    expect(whyNone(run(status), false)).toBe(none);
  expect(whyNone(run('exported', false), false)).toBe(none);
  expect(whyNone(run('undone', false), false)).toBe(notYet);
  // Compared, and cut off before the list.
  expect(whyNone(run('interrupted'), false)).toBe(notYet);
  expect(whyNone(null, false)).toBe(notYet);
  // A bundle may have left out all of them.
  expect(whyNone(run('succeeded'), true)).toBe('wizard.bundle.more');
});
