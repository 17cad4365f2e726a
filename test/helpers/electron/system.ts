import { EventEmitter } from 'node:events';
import { afterReady } from './app.ts';

let next = 0;
const blocking = new Set<number>();

/** https://www.electronjs.org/docs/latest/api/power-save-blocker */
export const powerSaveBlocker = {
  start(type: string): number {
    afterReady('powerSaveBlocker');
    if (!['prevent-app-suspension', 'prevent-display-sleep'].includes(type))
      throw new TypeError(`Unknown power save blocker: ${type}`);
    blocking.add(++next);
    return next;
  },
  stop(id: number): boolean {
    // Electron answers false and goes on; nobody stops twice on purpose.
    if (!blocking.delete(id)) throw new Error(`there is no power save blocker ${id}`);
    return true;
  },
  isStarted: (id: number): boolean => blocking.has(id),
  /** For tests: how many keep the computer awake. */
  count: (): number => blocking.size,
};

/** https://www.electronjs.org/docs/latest/api/power-monitor */
export const powerMonitor = new EventEmitter();

/** https://www.electronjs.org/docs/latest/api/screen */
export const screen = {
  getAllDisplays(): { workArea: { x: number; y: number; width: number; height: number } }[] {
    afterReady('screen');
    return [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }];
  },
};

/** https://www.electronjs.org/docs/latest/api/notification */
export class Notification extends EventEmitter {
  /** For tests: all that were shown. */
  static readonly shown: Notification[] = [];
  readonly title: string;
  readonly body: string;
  closed = false;

  constructor({ title = '', body = '' }: { title?: string; body?: string } = {}) {
    super();
    afterReady('Notification');
    this.title = title;
    this.body = body;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    Notification.shown.push(this);
    this.emit('show', {});
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.emit('close', {});
  }
}
