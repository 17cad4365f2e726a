#!/usr/bin/env node
// Starts the command line on Node 24: better-sqlite3's prebuilt binary and TypeScript's type stripping need it.
// An older Node (the one on the user's PATH) hands over to the copy that the `node` package put into node_modules.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

// TypeScript is stripped and compiled once, not at every start: that halves the time until the first word, and saves
// 35 MB. The threads and processes of the engine find the folder in the environment.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
  new URL('../../../node_modules/.cache/autocore-migrate', import.meta.url),
);
module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(new URL('./main.ts', import.meta.url).href);
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
