import type { Translate } from '../../../../shared/messages/index.ts';
import type { Progress } from '../../../../shared/model/index.ts';
import { visible } from '../../../../shared/visible.ts';
import type { ProgressView } from './shape.ts';
import { amount, followLine, pace, percent, stageName } from './text.ts';

/** Milliseconds between two lines of one stage. */
const interval = 1000;

/**
 * Lines for logs and pipes: one when a stage begins, then at most one a second, and how far it came when it ends.
 * @param now milliseconds of a clock that only goes forward.
 */
export function plainView(
  write: (line: string) => void,
  t: Translate,
  now: () => number = () => performance.now(),
): ProgressView {
  let last: Progress | null = null;
  let written: Progress | null = null;
  let writtenAt = 0;

  const line = (progress: Progress): void => {
    written = progress;
    writtenAt = now();
    write(lineOf(progress, t));
  };
  const finish = (): void => {
    if (last && last.done !== written?.done) line(last);
    last = null;
  };
  return {
    show(progress) {
      const newStage = progress.stage !== last?.stage;
      // That something waits is only of interest while it is so; a line stays.
      if (progress.following?.waiting) return;
      if (newStage) finish();
      last = progress;
      if (newStage || now() - writtenAt >= interval) line(progress);
    },
    stop: finish,
  };
}

function lineOf(progress: Progress, t: Translate): string {
  const follow = followLine(progress, t);
  if (follow !== null) return follow;
  const where = progress.table === null ? '' : ` ${visible(progress.table)}`;
  const parts = [`${amount(progress, t)} (${percent(progress)}%)`, ...pace(progress, t)];
  return `${stageName(progress, t)}${where}: ${parts.join(', ')}`;
}
