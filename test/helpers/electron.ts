/**
 * Stands in for Electron's `electron` module in a Node process, so that the desktop program runs as written where
 * Electron's runtime is not to be had: its main process here, its preload script beside the page, its pages in Chromium.
 * It knows what the program uses and nothing more; a name that is missing is an error, as it should be.
 */
import * as electron from './electron/modules.ts';
import { obeyTest } from './electron/remote.ts';

export * from './electron/modules.ts';

obeyTest(electron);
