/** What the wishes become: one click of somebody. */
export type Change<W> = (wishes: W) => Partial<W>;

/** Changes on their way, one request after the other. */
export interface Changes<W> {
  /** Adds a change; ends when it was answered, with those that came after it meanwhile. */
  add(change: Change<W>): Promise<void>;
  /** What is wished for with all that is on its way; null while nothing is. */
  waiting(): W | null;
}

/**
 * A queue of changes to something that the host keeps. What came together while it was busy is asked for at once. Where
 * that is refused, one is asked for after the other, so that only the wrong one is lost.
 * @param current what is there now; null when there is nothing to change any more
 * @param request asks for the wishes; false when they were refused
 * @param told after every change of what is waiting
 */
export function createChanges<W>(
  current: () => W | null,
  request: (wishes: W) => Promise<boolean>,
  told: (waiting: W | null) => void,
): Changes<W> {
  let queue: Change<W>[] = [];
  let running: Promise<void> | null = null;

  function after(changes: readonly Change<W>[]): W | null {
    let wishes = current();
    for (const change of changes) wishes = wishes && { ...wishes, ...change(wishes) };
    return wishes;
  }

  const waiting = (): W | null => (queue.length === 0 ? null : after(queue));

  async function run(): Promise<void> {
    let most = Number.POSITIVE_INFINITY;
    while (queue.length > 0) {
      const asked = queue.slice(0, most);
      const wishes = after(asked);
      if (wishes === null) queue = [];
      else {
        const worked = await request(wishes);
        if (worked || asked.length === 1) queue = queue.slice(asked.length);
        most = worked ? Number.POSITIVE_INFINITY : 1;
      }
      told(waiting());
    }
  }

  return {
    waiting,
    async add(change) {
      queue = [...queue, change];
      told(waiting());
      running ??= run().finally(() => {
        running = null;
      });
      await running;
    },
  };
}
