import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { withoutWindows } from './windows.ts';

/** An event that can be prevented. */
export class PreventableEvent {
  defaultPrevented = false;
  preventDefault = (): void => {
    this.defaultPrevented = true;
  };
}

const ready = Promise.withResolvers<void>();

/** The part of Electron's `app` that the program uses. https://www.electronjs.org/docs/latest/api/app */
class App extends EventEmitter {
  readonly isPackaged = false;
  sandboxed = false;
  desktopName = '';
  /** What a test may want to see of it. */
  readonly recent: string[] = [];
  aboutPanel: object | null = null;
  aboutShown = 0;
  readonly #paths = new Map([
    ['userData', join(homedir(), '.electron-stand-in')],
    ['documents', homedir()],
  ]);
  #quitting = false;
  #ready = false;

  constructor() {
    super();
    // After the main module and everything it awaits: what must come before `ready` can.
    setImmediate(() => setImmediate(() => this.#becomeReady()));
  }

  isReady(): boolean {
    return this.#ready;
  }

  whenReady(): Promise<void> {
    return ready.promise;
  }

  setPath(name: string, path: string): void {
    mkdirSync(path, { recursive: true });
    this.#paths.set(name, path);
  }

  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  getPreferredSystemLanguages(): string[] {
    return [process.env.STAND_IN_LANGUAGE ?? 'pt-BR'];
  }

  /** What a start handed to the one before it; a second one is told of it by the test. */
  handed: unknown = null;

  requestSingleInstanceLock(handed: unknown = null): boolean {
    this.handed = JSON.parse(JSON.stringify(handed));
    return process.env.STAND_IN_SECOND !== 'yes';
  }

  enableSandbox(): void {
    beforeReady('app.enableSandbox()');
    this.sandboxed = true;
  }

  setAppUserModelId(_id: string): void {
    if (process.platform !== 'win32') throw new TypeError('app.setAppUserModelId is not a function');
  }

  setDesktopName(name: string): void {
    beforeReady('app.setDesktopName()');
    if (!name.endsWith('.desktop')) throw new Error(`${name} is no desktop file`);
    this.desktopName = name;
  }

  addRecentDocument(path: string): void {
    this.#notOnLinux('addRecentDocument');
    if (!isAbsolute(path)) throw new Error(`a recent document needs its whole path: ${path}`);
    this.recent.unshift(path);
  }

  clearRecentDocuments(): void {
    this.#notOnLinux('clearRecentDocuments');
    this.recent.length = 0;
  }

  setAboutPanelOptions(options: object): void {
    this.aboutPanel = options;
  }

  showAboutPanel(): void {
    this.aboutShown += 1;
  }

  /** Closes the windows; one that does not close ends the quitting. */
  async quit(): Promise<void> {
    if (this.#quitting) return;
    this.#quitting = true;
    const event = new PreventableEvent();
    this.emit('before-quit', event);
    const closed = !event.defaultPrevented && (await withoutWindows());
    const last = new PreventableEvent();
    if (closed) this.emit('will-quit', last);
    this.#quitting = false;
    if (closed && !last.defaultPrevented) this.exit(0);
  }

  /** Asks nobody, and waits for every thread, as Electron does when it takes down its Node. */
  exit(code = 0): void {
    this.emit('quit', {}, code);
    process.exit(code);
  }

  #notOnLinux(name: string): void {
    if (process.platform === 'linux') throw new TypeError(`app.${name} is for Windows and macOS`);
  }

  #becomeReady(): void {
    this.#ready = true;
    this.emit('ready');
    ready.resolve();
  }
}

export const app = new App();

/** @throws Error where Electron refuses what comes too early. @param what as in its own words. */
export function afterReady(what: string): void {
  if (!app.isReady()) throw new Error(`${what} cannot be used before the app is ready`);
}

/** @throws Error where Electron refuses what comes too late. */
export function beforeReady(what: string): void {
  if (app.isReady()) throw new Error(`${what} can only be called before the app is ready`);
}
