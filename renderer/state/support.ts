import type { Tools } from './tools.ts';
import { createTurns } from './turns.ts';
import type { SupportPart } from './wizard.ts';

/** What support would get of a run, to look at and to write. */
export function supportPart({ set, ask, save, attempt }: Tools): SupportPart {
  const previews = createTurns();
  return {
    support: null,
    supportSaved: null,
    async previewSupport(run) {
      set({ support: null, supportSaved: null });
      await attempt('support', async () => {
        const support = await previews.ask(() => ask('support.preview', { run }));
        if (support) set({ support });
      });
    },
    async saveSupport(run, language) {
      set({ supportSaved: null });
      await attempt('support', async () => {
        set({ supportSaved: await save({ what: 'support', run, language }) });
      });
    },
  };
}
