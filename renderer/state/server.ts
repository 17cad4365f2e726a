import type { Tools } from './tools.ts';
import type { ServerPart } from './wizard.ts';

/** The managed local server, and whether the system starts it. */
export function serverPart({ set, ask, attempt }: Tools): ServerPart {
  const see = async (call: 'server.status' | 'server.start' | 'server.install' | 'server.uninstall') => {
    await attempt('server', async () => set({ localServer: await ask(call, {}) }));
  };
  return {
    localServer: null,
    loadServer: () => see('server.status'),
    startServer: () => see('server.start'),
    startWithSystem: (wanted) => see(wanted ? 'server.install' : 'server.uninstall'),
  };
}
