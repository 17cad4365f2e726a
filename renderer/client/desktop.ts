import type { Bridge } from '../../shared/contract.ts';
import type { Client } from './client.ts';

declare global {
  interface Window {
    /** Put there by the desktop host's preload script. */
    autocore?: Bridge;
  }
}

/** The bridge of the desktop's preload script: it lives as long as the window does. */
export function desktopClient(bridge: Bridge): Client {
  return {
    call: (name, input) => bridge.call(name, input),
    on: (name, listener) => bridge.on(name, listener),
    ...(bridge.drop ? { drop: bridge.drop } : {}),
    onConnection(listener) {
      listener('live');
      return () => {};
    },
    deliver: async () => {},
    print: async () => {},
  };
}
