import { buildApp } from './app.ts';
import { buildPages } from './pages.ts';
import { buildPreload } from './preload.ts';

/**
 * `npm run build`: the programs with the engine, the pages, and the desktop's preload script. `npm ci` makes the programs
 * ready (`app`); the pages are built when they are first needed.
 */
await buildApp();
if (!process.argv.includes('app')) {
  await buildPages();
  await buildPreload();
}
