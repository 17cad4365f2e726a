import { EventEmitter } from 'node:events';
import type { Page } from 'playwright-core';
import { PreventableEvent } from './app.ts';
import { ContextBridge } from './bridge.ts';
import { navigations, ownAddress, shownAddress, startChromium } from './chromium.ts';
import type { SenderFrame } from './ipc.ts';
import { type Preload, runPreload } from './preload.ts';
import { originOf, session } from './session.ts';

export interface WebPreferences {
  preload?: string;
  javascript?: boolean;
  sandbox?: boolean;
  contextIsolation?: boolean;
  nodeIntegration?: boolean;
}

/** A page in Chromium, as the main process sees it. https://www.electronjs.org/docs/latest/api/web-contents */
export class WebContents extends EventEmitter {
  #page: Page | null = null;
  #preload: Preload | null = null;
  #openHandler: (details: { url: string }) => { action: 'deny' | 'allow' } = () => ({ action: 'allow' });
  /** Where the main process itself sends the page. */
  #sent: string | null = null;
  #zoom = 0;
  #destroyed = false;
  readonly #preferences: WebPreferences;

  constructor(preferences: WebPreferences) {
    super();
    this.#preferences = preferences;
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: 'deny' | 'allow' }): void {
    this.#openHandler = handler;
  }

  getURL(): string {
    return this.#page ? ownAddress(this.#page.url()) : '';
  }

  send(channel: string, ...args: unknown[]): void {
    this.#preload?.send(channel, args);
  }

  async loadURL(address: string): Promise<void> {
    session.defaultSession.requireHandled(address);
    const page = await this.#opened();
    this.#sent = address;
    await page.goto(shownAddress(address), { waitUntil: 'load' });
    this.emit('did-navigate', {}, address);
    this.emit('did-finish-load');
  }

  reload(): void {
    void this.#page?.reload().then(() => this.emit('did-navigate', {}, this.getURL()));
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  setZoomLevel(level: number): void {
    if (!Number.isFinite(level)) throw new TypeError(`a zoom of ${level}`);
    this.#zoom = level;
  }

  getZoomLevel(): number {
    return this.#zoom;
  }

  forcefullyCrashRenderer(): void {
    this.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 });
  }

  async executeJavaScript(code: string): Promise<unknown> {
    return (await this.#opened()).evaluate(code);
  }

  async printToPDF({ printBackground = false }: { printBackground?: boolean }): Promise<Buffer> {
    return (await this.#opened()).pdf({ format: 'A4', printBackground });
  }

  async close(): Promise<void> {
    this.#destroyed = true;
    if (!this.#page) return;
    navigations.delete(this.#page);
    await this.#page.close();
  }

  async #opened(): Promise<Page> {
    if (this.#page) return this.#page;
    const { sandbox, contextIsolation, nodeIntegration, preload, javascript } = this.#preferences;
    // What the stand-in stands for; anything weaker it cannot show.
    if (!sandbox || !contextIsolation || nodeIntegration) throw new Error('a window that is not sandboxed');
    const { context } = await startChromium();
    const [first] = context.pages();
    const page = preload && first?.url() === 'about:blank' ? first : await context.newPage();
    this.#page = page;
    navigations.set(page, (address) => this.#mayGo(address));
    page.on('popup', (popup) => {
      if (this.#openHandler({ url: ownAddress(popup.url()) }).action === 'deny') void popup.close();
    });
    if (javascript === false) {
      const client = await context.newCDPSession(page);
      await client.send('Emulation.setScriptExecutionDisabled', { value: true });
    }
    if (preload) {
      this.#preload = runPreload(preload, this, () => this.#mainFrame(page));
      await new ContextBridge().install(page, this.#preload.exposed);
    }
    return page;
  }

  #mainFrame(page: Page): SenderFrame {
    const url = ownAddress(page.url());
    return { url, origin: originOf(url), parent: null };
  }

  #mayGo(address: string): boolean {
    if (address === this.#sent) {
      this.#sent = null;
      return true;
    }
    const event = Object.assign(new PreventableEvent(), { url: address });
    this.emit('will-navigate', event);
    return !event.defaultPrevented;
  }
}
