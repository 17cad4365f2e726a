import type { Tools } from './tools.ts';
import type { BrowsePart } from './wizard.ts';

export function browsePart({ get, set, ask, attempt }: Tools): BrowsePart {
  return {
    roots: null,
    listing: null,
    showAll: false,
    async openRoots() {
      set({ listing: null });
      await attempt('source', async () => set({ roots: await ask('files.roots', {}) }));
    },
    async browse(folder) {
      await attempt('source', async () => {
        set({ listing: await ask('files.list', { folder, all: get().showAll }) });
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
