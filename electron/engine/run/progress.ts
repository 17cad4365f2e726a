import type { Progress } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';

/** Does one thing that has no parts, such as the start of a server, under a name that people read. */
export async function named<T>(
  ctx: EngineContext,
  stage: Progress['stage'],
  work: () => Promise<T>,
): Promise<T> {
  const progress = new StageProgress(ctx, null, stage, 'objects', 1);
  const result = await work();
  progress.at(null, 1);
  return result;
}

/** Counts the units of one stage and says how fast they go. */
export class StageProgress {
  #done = 0;
  readonly #began = performance.now();
  readonly #ctx: EngineContext;
  readonly #base: Pick<Progress, 'run' | 'stage' | 'unit' | 'total'>;

  constructor(
    ctx: EngineContext,
    run: string | null,
    stage: Progress['stage'],
    unit: Progress['unit'],
    total: number,
  ) {
    this.#ctx = ctx;
    this.#base = { run, stage, unit, total };
    this.at(null, 0);
  }

  /** Adds units done on a table. */
  add(table: string | null, units: number): void {
    this.at(table, this.#done + units);
  }

  /** The same where the total is only known on the way. */
  of(done: number, total: number): void {
    this.#base.total = total;
    this.at(null, done);
  }

  /** Says how many units are done in all. */
  at(table: string | null, done: number): void {
    this.#done = done;
    const seconds = (performance.now() - this.#began) / 1000;
    const rate = seconds > 0.05 ? done / seconds : 0;
    const left = this.#base.total - done;
    const secondsLeft = rate > 0 && seconds > 0.5 ? Math.max(0, left / rate) : null;
    this.#ctx.onProgress({ ...this.#base, table, done, rate, secondsLeft });
  }
}
