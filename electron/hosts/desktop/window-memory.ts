import type { BrowserWindow } from 'electron';
import { writeAtomic } from '../../engine/system/atomic.ts';
import type { WindowPlace } from './window-place.ts';
import type { Zoom } from './zoom.ts';

/** Milliseconds: a window that is dragged moves at every one of them. */
const pause = 500;

/** Writes down where the window is, a little after it was moved, made larger or zoomed. */
export class WindowMemory {
  readonly #file: string;
  readonly #failed: (error: unknown) => void;
  #timer: NodeJS.Timeout | null = null;
  #newest: (() => WindowPlace) | null = null;
  #writing: Promise<void> = Promise.resolve();

  /** @param failed is told of what cannot be written; the window goes on. */
  constructor(file: string, failed: (error: unknown) => void) {
    this.#file = file;
    this.#failed = failed;
  }

  follow(window: BrowserWindow, zoom: Zoom): void {
    const place = (): WindowPlace => ({
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      zoom: zoom.level,
    });
    const changed = (): void => this.#later(place);
    window.on('resize', changed);
    window.on('move', changed);
    window.on('maximize', changed);
    window.on('unmaximize', changed);
    zoom.onChange(changed);
    window.on('close', () => {
      // A window that is gone can no longer be asked.
      if (this.#timer) this.#now(place());
    });
  }

  /** Settles when everything is on the disk. */
  async settled(): Promise<void> {
    if (this.#timer && this.#newest) this.#now(this.#newest());
    await this.#writing;
  }

  #later(place: () => WindowPlace): void {
    this.#newest = place;
    this.#timer ??= setTimeout(() => this.#now(place()), pause);
  }

  #now(place: WindowPlace): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const text = `${JSON.stringify(place, null, 2)}\n`;
    this.#writing = this.#writing.then(() => writeAtomic(this.#file, text)).catch(this.#failed);
  }
}
