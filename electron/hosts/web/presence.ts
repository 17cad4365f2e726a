import type { Host } from '../shared/host.ts';

/** Which pages are connected, and who wants to know when that changes. */
export class Presence {
  #pages = 0;
  #comings = 0;
  readonly #watchers = new Set<() => void>();

  /** Pages that are connected now. */
  get pages(): number {
    return this.#pages;
  }

  /** True once there was a page. */
  get came(): boolean {
    return this.#comings > 0;
  }

  /** How often a page came. */
  get comings(): number {
    return this.#comings;
  }

  /** A page is there. Returns what tells that it has gone. */
  join(): () => void {
    this.#pages++;
    this.#comings++;
    this.#tell();
    return () => {
      this.#pages--;
      this.#tell();
    };
  }

  /** Returns what ends the watching. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher();
  }
}

/** Settles when the first page is there. */
export function untilOpened(presence: Presence): Promise<void> {
  return new Promise((resolve) => {
    const stop = presence.watch(() => {
      if (!presence.came) return;
      stop();
      resolve();
    });
  });
}

/** Settles when one more page has come, whatever became of the others. */
export function untilAnother(presence: Presence): Promise<void> {
  const now = presence.comings;
  return new Promise((resolve) => {
    const stop = presence.watch(() => {
      if (presence.comings === now) return;
      stop();
      resolve();
    });
  });
}

/**
 * Settles when nobody needs the host any more: a page was there, none has been for a while, and the engine is not at
 * work. A browser does not tell that a window was closed, and on some systems lives on without one; a page that is
 * loaded again is away for a moment.
 * @param grace milliseconds that a page may be away.
 */
export function untilUnused(
  presence: Presence,
  host: Pick<Host, 'working' | 'on'>,
  grace: number,
): Promise<void> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const look = (): void => {
      clearTimeout(timer);
      if (presence.came && presence.pages === 0 && !host.working) timer = setTimeout(end, grace).unref();
    };
    const stops = [presence.watch(look), host.on(look)];
    const end = (): void => {
      for (const stop of stops) stop();
      resolve();
    };
  });
}
