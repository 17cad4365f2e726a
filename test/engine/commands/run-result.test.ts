import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withFiles } from '../../../electron/engine/commands/run-result.ts';
import { migrated } from '../cutover/scene.ts';

it('a certificate tells of the attempt that wrote it, and a damaged one is said to be that', async () => {
  const { workspace, state } = await migrated({ dirty: true });
  const now = withFiles(workspace, state);
  expect(now.changed.length).toBeGreaterThan(0);
  // A later attempt that came to its end at another time wrote none of its own.
  expect(withFiles(workspace, { ...state, finishedAt: new Date(0).toISOString() })).toMatchObject({
    leftOut: [],
    changed: [],
  });
  const whole = readFileSync(now.files.certificateJson, 'utf8');
  for (const damaged of [whole.slice(0, -40), '{}', 'null', '[]']) {
    writeFileSync(now.files.certificateJson, damaged);
    expect(() => withFiles(workspace, state), damaged.slice(0, 5)).toThrow(
      expect.objectContaining({ code: 'run.damaged', params: expect.objectContaining({ run: state.id }) }),
    );
  }
});
