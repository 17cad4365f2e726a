import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from '../due.ts';
import { madePages } from './pages.ts';

// `npm run docs`: writes the pages that are made of the program itself.
for (const { path, text } of madePages()) {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}
