import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { guidePlugin } from '../electron/build/guide/plugin.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The wizard's pages, for both hosts: relative addresses, so that a custom scheme serves them as well as a server. */
export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [react(), guidePlugin()],
  build: {
    outDir: here('../dist/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    // Nothing inline: the content security policy allows scripts from files alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000,
  },
});
