#!/usr/bin/env node
// Starts the command line on Node 24: better-sqlite3's prebuilt binary and TypeScript's type stripping need it.
// An older Node (the one on the user's PATH) hands over to the copy that the `node` package put into node_modules.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

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
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)));
}

/** The bundle that the build makes, or the sources themselves where one of them is newer, or there is no bundle. */
function mainFile() {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const bundle = join(root, 'dist/app/cli.js');
  const built = statSync(bundle, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const parts = ['electron/engine', 'electron/hosts', 'shared'];
  const isNewer = parts.some((part) => newest(join(root, part)) > built);
  return isNewer ? join(root, 'electron/hosts/cli/main.ts') : bundle;
}

/** Time of the newest source in a folder; 0 where there is none, as in a package. */
function newest(folder) {
  if (!existsSync(folder)) return 0;
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.name.endsWith('.ts')) continue;
    time = Math.max(time, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return time;
}
