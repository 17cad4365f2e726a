import { bundleFiles } from '../../shared/bundle/bundle.ts';
import { AppError } from '../../shared/errors.ts';
import { errorData, translator } from '../../shared/messages/index.ts';
import type { Tools } from './tools.ts';
import type { BundlePart } from './wizard.ts';

/** Opens what somebody sent. It is read by the page itself: the host neither gets the file nor learns of it. */
export function bundlePart({ get, set }: Tools): BundlePart {
  const inWords = (error: unknown) => errorData(error, translator(get().info?.language ?? 'pt-BR'), 'wizard');
  return {
    bundle: null,
    opened: 0,
    readOnly: false,
    async openBundle(file) {
      const mark = (busy: boolean, problem = get().problems.bundle ?? null): void =>
        set({
          busy: { ...get().busy, bundle: busy },
          problems: { ...get().problems, bundle: problem },
        });
      mark(true, null);
      try {
        // What reads it is fetched when somebody has one to read.
        const { readBundle } = await import('../bundle/read.ts');
        const bundle = await readBundle(file);
        set({ bundle, opened: get().opened + 1 });
        mark(false);
      } catch (error) {
        mark(false, inWords(error));
      }
    },
    closeBundle: () => set({ bundle: null, problems: { ...get().problems, bundle: null } }),
    refuseBundle({ name }) {
      const error = new AppError('bundle.damaged', { name, file: bundleFiles.about });
      set({ bundle: null, problems: { ...get().problems, bundle: inWords(error) } });
    },
  };
}
