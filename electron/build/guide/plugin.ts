import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { type Language, languages } from '../../../shared/messages/index.ts';
import { root } from '../due.ts';
import { guideFileOf } from './file.ts';
import { renderGuide } from './render.ts';

const prefix = 'virtual:guide/';

/**
 * Gives the wizard the pages of the guide, as `virtual:guide/pt-BR` and `virtual:guide/en`, and puts beside its pages, in
 * `guide/`, the pictures in them and the guide of each language as one file that a browser opens without the program.
 */
export function guidePlugin(): Plugin {
  const made = new Map<Language, ReturnType<typeof renderGuide>>();
  const rendered = (language: Language): ReturnType<typeof renderGuide> => {
    const known = made.get(language) ?? renderGuide(language);
    made.set(language, known);
    return known;
  };
  return {
    name: 'guide',
    // Pages may have changed since the last build of the same process.
    buildStart: () => made.clear(),
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : null),
    async load(id) {
      if (!id.startsWith(`\0${prefix}`)) return null;
      const all = await rendered(id.slice(prefix.length + 1) as Language);
      return `export default ${JSON.stringify(all.map(({ page }) => page))}`;
    },
    async generateBundle() {
      const pictures = new Set<string>();
      for (const language of languages) {
        const all = await rendered(language);
        for (const name of all.flatMap((each) => each.pictures)) pictures.add(name);
        const pages = all.map(({ page }) => page);
        this.emitFile({
          type: 'asset',
          fileName: `guide/${language}.html`,
          source: guideFileOf(pages, language),
        });
      }
      for (const name of pictures) {
        const source = await readFile(join(root, 'docs/screenshots', name));
        this.emitFile({ type: 'asset', fileName: `guide/${name}`, source });
      }
    },
  };
}
