import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rm } from '../../engine/system/files.ts';
import { root } from '../due.ts';
import { runProgram, signatureOf } from './signatures.ts';
import { signingFor } from './signing.ts';

const output = join(root, 'dist/packages');

/**
 * `npm run dist`, `npm run pack`: electron-builder, which signs where the environment holds a certificate, and a look at
 * what it made. What was to be signed and is not ends with an error; what is not signed is said, in the summary of a
 * job too.
 * @param args options for electron-builder.
 */
async function packages(args: readonly string[]): Promise<void> {
  const { platform } = process;
  const scratch = await mkdtemp(join(tmpdir(), 'autocore-signing-'));
  try {
    const signing = signingFor(platform, await withKeyFile(process.env, scratch));
    // In a file: on the command line a "false" would be a word.
    const config = join(scratch, 'builder.json');
    await writeFile(
      config,
      JSON.stringify({ extends: join(root, 'electron-builder.yml'), ...signing.config }),
    );
    await builder([...args, '--publish', 'never', '--config', config], signing.env);
    const wrong: string[] = [];
    const lines = signing.left.map((why) => `- ${why}`);
    for (const path of await signedIn(output, platform)) {
      const { signed, notarised, said } = await signatureOf(platform, path, runProgram);
      lines.push(`- \`${path.slice(output.length + 1)}\`: ${said}`);
      const { expected } = signing;
      if ((expected.signed && !signed) || (expected.notarised && !notarised)) wrong.push(`${path}: ${said}`);
    }
    await tell(`### Packages for ${platform}-${process.arch}\n\n${lines.join('\n')}\n`);
    if (wrong.length > 0) throw new Error(`not signed as it should be: ${wrong.join('; ')}`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What carries a signature: the program on a Mac, the program and its installer on Windows. */
async function signedIn(folder: string, platform: NodeJS.Platform): Promise<string[]> {
  const wanted = { darwin: /^mac[^/]*\/[^/]+\.app$/, win32: /^(win[^/]*-unpacked\/)?[^/]+\.exe$/ };
  const pattern = platform === 'darwin' || platform === 'win32' ? wanted[platform] : null;
  if (pattern === null) return [];
  const top = await readdir(folder);
  const below = await Promise.all(
    top
      .filter((name) => /^(mac|win)/.test(name))
      .map(async (name) => (await readdir(join(folder, name))).map((inside) => `${name}/${inside}`)),
  );
  return [...top, ...below.flat()].filter((path) => pattern.test(path)).map((path) => `${folder}/${path}`);
}

/** Apple's tool wants the key as a file; a secret is a text. It lies in a folder of this user alone, and goes with it. */
async function withKeyFile(env: NodeJS.ProcessEnv, folder: string): Promise<NodeJS.ProcessEnv> {
  const key = env.APPLE_API_KEY ?? '';
  if (!key.includes('-----BEGIN')) return env;
  const file = join(folder, 'key.p8');
  await writeFile(file, key, { mode: 0o600 });
  return { ...env, APPLE_API_KEY: file };
}

async function builder(args: readonly string[], env: Record<string, string>): Promise<void> {
  const script = join(
    dirname(createRequire(import.meta.url).resolve('electron-builder/package.json')),
    'cli.js',
  );
  const child = spawn(process.execPath, [script, ...args], { cwd: root, env, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`electron-builder ended with ${code}`);
}

/** Where a job of GitHub keeps its summary, it gets the text besides. */
async function tell(text: string): Promise<void> {
  console.log(text);
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (summary) await appendFile(summary, text);
}

await packages(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
