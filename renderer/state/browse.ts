import type { Tools } from './tools.ts';
import { createTurns } from './turns.ts';
import type { BrowsePart } from './wizard.ts';

export function browsePart({ get, set, ask, attempt }: Tools): BrowsePart {
  const looks = createTurns();
  return {
    roots: null,
    listing: null,
    showAll: false,
    async openRoots() {
      looks.end();
      set({ listing: null });
      await attempt('source', async () => set({ roots: await ask('files.roots', {}) }));
    },
    async browse(folder) {
      await attempt('source', async () => {
        const listing = await looks.ask(() => ask('files.list', { folder, all: get().showAll }));
        if (listing) set({ listing });
      });
    },
    async setShowAll(showAll) {
      set({ showAll });
      const { listing } = get();
      if (listing) await get().browse(listing.folder.token);
    },
    async take(file) {
      await attempt('source', async () => {
        const { token } = await ask('files.take', { file });
        await get().choose(token);
      });
    },
  };
}
