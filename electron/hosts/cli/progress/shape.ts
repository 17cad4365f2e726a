import type { Progress } from '../../../../shared/model/index.ts';

/** Something on stderr that follows an operation. */
export interface ProgressView {
  show(progress: Progress): void;
  /** The operation ended, well or not: what is on the screen stays true. */
  stop(): void;
}
