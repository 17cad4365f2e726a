import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codesPage } from '../../shared/guide/page.ts';
import { codesFile } from '../../shared/guide/pages.ts';
import { languages } from '../../shared/messages/index.ts';
import { root } from './due.ts';

// `npm run docs`: writes the pages of `docs/` that are made of the program's own messages.
for (const language of languages) {
  await writeFile(join(root, 'docs', codesFile[language]), codesPage(language));
}
