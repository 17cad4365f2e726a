import { EventEmitter } from 'node:events';
import { app, PreventableEvent } from './app.ts';
import { WebContents, type WebPreferences } from './contents.ts';
import { windows } from './windows.ts';

interface WindowOptions {
  show?: boolean;
  webPreferences?: WebPreferences;
}

/** A window that nobody sees. https://www.electronjs.org/docs/latest/api/browser-window */
export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;
  #visible: boolean;
  #destroyed = false;

  constructor({ show = true, webPreferences = {} }: WindowOptions = {}) {
    super();
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
    this.#visible = true;
  }

  isVisible(): boolean {
    return this.#visible;
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {}

  focus(): void {
    this.emit('focus');
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
}
