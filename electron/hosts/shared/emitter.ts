import type { EventName, EventValue } from '../../../shared/contract.ts';

/** Told of every event. */
export type EventListener = <N extends EventName>(name: N, value: EventValue<N>) => void;

/** At most ten a second of each event. */
const interval = 100;

/**
 * Passes events on at most every 100 ms each. What is held back is made only when it is told, so that it is the newest.
 */
export class Emitter {
  readonly #listeners = new Set<EventListener>();
  readonly #timers = new Map<EventName, NodeJS.Timeout>();
  readonly #told = new Map<EventName, number>();

  /** Returns what ends the listening. */
  on(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells at once when there was nothing for a while, else at the end of the interval. */
  changed<N extends EventName>(name: N, value: () => EventValue<N>): void {
    if (this.#timers.has(name)) return;
    const wait = interval - (performance.now() - (this.#told.get(name) ?? Number.NEGATIVE_INFINITY));
    if (wait <= 0) {
      this.#tell(name, value);
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(name);
      this.#tell(name, value);
    }, wait);
    this.#timers.set(name, timer);
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#listeners.clear();
  }

  #tell<N extends EventName>(name: N, value: () => EventValue<N>): void {
    this.#told.set(name, performance.now());
    const made = value();
    for (const listener of this.#listeners) listener(name, made);
  }
}
