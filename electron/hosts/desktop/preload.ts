import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import type { Bridge } from '../../../shared/contract.ts';
import { channels } from './channels.ts';

/**
 * All that a page can reach: the two verbs of the contract, and a way to hand over a file that the user dragged into
 * the window. The main process checks names and inputs; here nothing of Electron is passed on, not even an event.
 */
const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke(channels.call, name, input),
  on(name, listener) {
    const relay = (_event: IpcRendererEvent, told?: unknown, value?: unknown): void => {
      if (told === name) listener(value as never);
    };
    ipcRenderer.on(channels.event, relay);
    return () => {
      ipcRenderer.off(channels.event, relay);
    };
  },
  // A page cannot make a File that has a path: the path is the system's, and it stays on this side.
  drop: (file) => ipcRenderer.invoke(channels.drop, webUtils.getPathForFile(file as File)),
};

contextBridge.exposeInMainWorld('autocore', bridge);
