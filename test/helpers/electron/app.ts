import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
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
  readonly #paths = new Map([
    ['userData', join(homedir(), '.electron-stand-in')],
    ['documents', homedir()],
  ]);
  #quitting = false;
  isReady = false;

  constructor() {
    super();
    // After the main module and everything it awaits: what must come before `ready` can.
    setImmediate(() => setImmediate(() => this.#becomeReady()));
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
    if (this.isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
    this.sandboxed = true;
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

  exit(code = 0): void {
    this.emit('quit', {}, code);
    process.exit(code);
  }

  #becomeReady(): void {
    this.isReady = true;
    this.emit('ready');
    ready.resolve();
  }
}

export const app = new App();
