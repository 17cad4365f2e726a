import { buildPages } from './pages.ts';
import { buildPreload } from './preload.ts';

/** `npm run build`: everything that is not run from its sources, which is what a browser engine runs. */
await buildPages();
await buildPreload();
