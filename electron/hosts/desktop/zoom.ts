import type { WebContents } from 'electron';
import { zoomLimits } from './window-place.ts';

/** A half step of Chromium's, as its menus make. */
const step = 0.5;

/** How large the page is shown: by keys, the menu and the wheel with Ctrl, within limits, and the same after a reload. */
export class Zoom {
  readonly #contents: WebContents;
  readonly #listeners = new Set<() => void>();
  #level: number;

  /** @param level that of the last time. */
  constructor(contents: WebContents, level: number) {
    this.#contents = contents;
    this.#level = level;
    // As soon as the page is there, and before it is seen.
    contents.on('did-navigate', () => contents.setZoomLevel(this.#level));
    contents.on('zoom-changed', (_event, direction) => (direction === 'in' ? this.in() : this.out()));
  }

  get level(): number {
    return this.#level;
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  in(): void {
    this.#set(this.#level + step);
  }

  out(): void {
    this.#set(this.#level - step);
  }

  reset(): void {
    this.#set(0);
  }

  #set(wanted: number): void {
    if (this.#contents.isDestroyed()) return;
    this.#level = Math.min(zoomLimits.most, Math.max(zoomLimits.least, wanted));
    this.#contents.setZoomLevel(this.#level);
    for (const listener of this.#listeners) listener();
  }
}
