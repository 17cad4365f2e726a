#!/usr/bin/env node
// Starts the command line on Node 24: better-sqlite3's prebuilt binary and TypeScript's type stripping need it.
// An older Node (the one on the user's PATH) hands over to the copy that the `node` package put into node_modules.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { follow } from './follow.mjs';

// TypeScript is stripped and compiled once, not at every start: that halves the time until the first word, and saves
// 35 MB. The threads and processes of the engine find the folder in the environment.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
  new URL('../../../node_modules/.cache/autocore-migrate', import.meta.url),
);
module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);

const main = mainFile();

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(pathToFileURL(main).href);
} else {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const node = fileURLToPath(new URL(`../../../node_modules/node/bin/${name}`, import.meta.url));
  if (!existsSync(node)) {
    console.error(`É preciso Node.js 24 (este é ${process.version}). Execute "npm ci" nesta pasta.`);
    console.error(`Node.js 24 is needed (this is ${process.version}). Run "npm ci" in this folder.`);
    process.exit(1);
  }
  // The channel tells the child when this process is killed, so that it can stop cleanly.
  const child = spawn(node, [main, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  follow(child);
}

/** The bundle that the build makes, or the sources themselves where one of them is newer, or there is no bundle. */
function mainFile() {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const bundle = join(root, 'dist/app/cli.js');
  const sources = join(root, 'electron/hosts/cli/start.ts');
  const built = statSync(bundle, { throwIfNoEntry: false })?.mtimeMs;
  if (built === undefined) return sources;
  // In a package there are no sources.
  if (!existsSync(sources)) return bundle;
  const parts = ['electron/engine', 'electron/hosts', 'electron/start', 'shared'];
  return parts.some((part) => isAnyNewer(join(root, part), built)) ? sources : bundle;
}

/** True where a file in a folder was written after that time. */
function isAnyNewer(folder, time) {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).some(
    (entry) => entry.isFile() && statSync(join(entry.parentPath, entry.name)).mtimeMs > time,
  );
}
