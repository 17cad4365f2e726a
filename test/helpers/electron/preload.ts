import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { clone } from './clone.ts';
import { invoke, type SenderFrame } from './ipc.ts';

type Listener = (event: object, ...args: unknown[]) => void;

/** A preload script that runs beside a page. */
export interface Preload {
  /** What it exposes to the page, by name. */
  exposed: Map<string, object>;
  /** Delivers a message of the main process. */
  send(channel: string, args: unknown[]): void;
}

/**
 * Runs a preload script as a sandboxed one runs: no Node but for a `require` that knows Electron's renderer modules.
 * https://www.electronjs.org/docs/latest/tutorial/sandbox#preload-scripts
 * @param frame who sends.
 */
export function runPreload(file: string, sender: unknown, frame: () => SenderFrame): Preload {
  const exposed = new Map<string, object>();
  const listeners = new Map<string, Set<Listener>>();
  const electron = {
    contextBridge: {
      exposeInMainWorld(name: string, api: object): void {
        if (exposed.has(name))
          throw new Error('Cannot bind an API on top of an existing property on the window object');
        exposed.set(name, api);
      },
    },
    ipcRenderer: {
      invoke: (channel: string, ...args: unknown[]) =>
        invoke({ sender, senderFrame: frame() }, channel, args),
      on(channel: string, listener: Listener): void {
        listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      },
      off(channel: string, listener: Listener): void {
        listeners.get(channel)?.delete(listener);
      },
    },
    // The bridge knows where a File of the page comes from.
    webUtils: { getPathForFile: ({ path }: { path?: string }) => path ?? '' },
  };
  const require = (name: string): object => {
    if (name === 'electron') return electron;
    throw new Error(`module not found: ${name}`);
  };
  vm.runInNewContext(
    readFileSync(file, 'utf8'),
    { require, console, setTimeout, clearTimeout, URL },
    { filename: file },
  );
  return {
    exposed,
    send(channel, args) {
      const cloned = clone(args);
      for (const listener of listeners.get(channel) ?? []) listener({ sender: {} }, ...cloned);
    },
  };
}
