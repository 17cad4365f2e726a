import { EventEmitter } from 'node:events';
import { afterReady, app, PreventableEvent } from './app.ts';
import { WebContents, type WebPreferences } from './contents.ts';
import { windows } from './windows.ts';

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface WindowOptions extends Partial<Bounds> {
  show?: boolean;
  webPreferences?: WebPreferences;
}

const modes = ['none', 'normal', 'indeterminate', 'error', 'paused'];

/** A window that nobody sees. https://www.electronjs.org/docs/latest/api/browser-window */
export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;
  /** For tests: what the task bar shows. */
  taskBar = { progress: -1, mode: 'none' };
  #bounds: Bounds;
  #visible: boolean;
  #focused = false;
  #maximized = false;
  #destroyed = false;

  constructor(options: WindowOptions = {}) {
    super();
    afterReady('BrowserWindow');
    const { show = true, webPreferences = {}, x, y, width = 800, height = 600 } = options;
    if ((x === undefined) !== (y === undefined)) throw new TypeError('x and y belong together');
    this.#bounds = { x: x ?? 320, y: y ?? 120, width, height };
    this.#visible = show;
    this.webContents = new WebContents(webPreferences);
    windows.add(this);
    app.emit('web-contents-created', {}, this.webContents);
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows] as BrowserWindow[];
  }

  loadURL(address: string): Promise<void> {
    return this.webContents.loadURL(address);
  }

  reload(): void {
    this.webContents.reload();
  }

  show(): void {
    this.#alive();
    this.#visible = true;
    this.focus();
  }

  isVisible(): boolean {
    return this.#visible;
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {}

  focus(): void {
    this.#alive();
    this.#focused = true;
    this.emit('focus');
  }

  /** Another program's window comes in front. */
  blur(): void {
    this.#focused = false;
    this.emit('blur');
  }

  isFocused(): boolean {
    this.#alive();
    return this.#focused;
  }

  getNormalBounds(): Bounds {
    this.#alive();
    return { ...this.#bounds };
  }

  /** As when somebody drags the window or its edge. */
  setBounds(bounds: Bounds): void {
    this.#alive();
    this.#bounds = { ...bounds };
    this.emit('move');
    this.emit('resize');
  }

  maximize(): void {
    this.#alive();
    this.#maximized = true;
    this.#visible = true;
    this.emit('maximize');
  }

  isMaximized(): boolean {
    this.#alive();
    return this.#maximized;
  }

  setProgressBar(progress: number, { mode = 'normal' }: { mode?: string } = {}): void {
    this.#alive();
    if (!Number.isFinite(progress)) throw new TypeError(`progress of ${progress}`);
    if (!modes.includes(mode)) throw new TypeError(`Unknown mode of a progress bar: ${mode}`);
    this.taskBar = { progress, mode };
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  close(): void {
    void this.closeAndWait();
  }

  destroy(): void {
    void this.#destroy();
  }

  /** False when somebody wants it to stay. */
  async closeAndWait(): Promise<boolean> {
    if (this.#destroyed) return true;
    const event = new PreventableEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) await this.#destroy();
    return !event.defaultPrevented;
  }

  async #destroy(): Promise<void> {
    if (this.#destroyed) return;
    this.#destroyed = true;
    windows.delete(this);
    await this.webContents.close();
    this.emit('closed');
    if (windows.size === 0) app.emit('window-all-closed');
  }

  /** @throws TypeError as Electron's do, for one that is gone. */
  #alive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
  }
}
