import type { FolderListing, PickedFile } from '../../shared/contract.ts';
import type { Tools } from './tools.ts';

/** Browsing on the host's computer. */
export interface BrowsePart {
  /** Folders to begin in; null until asked for. */
  roots: PickedFile[] | null;
  /** The open folder; null at the roots. */
  listing: FolderListing | null;
  showAll: boolean;
  openRoots(): Promise<void>;
  browse(folder: string): Promise<void>;
  setShowAll(all: boolean): Promise<void>;
  take(file: string): Promise<void>;
}

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
