import type { WriteStream } from 'node:tty';
import { SingleBar } from 'cli-progress';
import type { Translate } from '../../../../shared/messages/index.ts';
import type { Progress } from '../../../../shared/model/index.ts';
import { visible } from '../../../../shared/visible.ts';
import type { ProgressView } from './shape.ts';
import { amount, followLine, pace, percent, stageName } from './text.ts';

const barWidth = 24;

/** One bar a stage; a finished stage leaves its line behind. */
export function barView(stream: WriteStream, t: Translate): ProgressView {
  let current: Progress | null = null;
  let bar: SingleBar | null = null;
  const stop = (): void => {
    bar?.stop();
    bar = null;
    current = null;
  };
  return {
    show(progress) {
      if (progress.stage !== current?.stage) {
        stop();
        bar = new SingleBar({
          stream,
          // Left alone: the line is cut to the width, and an ended process could not switch it back on.
          linewrap: true,
          format: () => (current ? barLine(current, stream.columns || 80, t) : ''),
        });
        current = progress;
        bar.start(progress.total, progress.done);
      }
      current = progress;
      bar?.setTotal(progress.total);
      bar?.update(progress.done);
    },
    stop,
  };
}

/** The line of a bar, cut to the width of the terminal: a wrapped line could not be drawn over. */
export function barLine(progress: Progress, width: number, t: Translate): string {
  const follow = followLine(progress, t);
  if (follow !== null) return follow.slice(0, Math.max(10, width - 1));
  const full = Math.round((percent(progress) / 100) * barWidth);
  const parts = [
    stageName(progress, t),
    `${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${String(percent(progress)).padStart(3)}%`,
    amount(progress, t),
    ...pace(progress, t),
    ...(progress.table === null ? [] : [visible(progress.table)]),
  ];
  return parts.join('  ').slice(0, Math.max(10, width - 1));
}
