import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { digestOf } from '../digest.ts';
import { missingIn, versionOf } from './editions.ts';

// No package is needed for it: the job that may write to the repository installs none.
const manifest = new URL('../../../package.json', import.meta.url);

/**
 * `npm run release -- check --tag v1.2.3`: the tag names the version of package.json.
 * `npm run release -- sums --folder dist/release`: every edition is there, and SHA256SUMS beside them says so.
 */
async function release(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { tag: { type: 'string' }, folder: { type: 'string' } },
  });
  const { version } = JSON.parse(await readFile(manifest, 'utf8'));
  if (positionals[0] === 'check' && values.tag !== undefined) return check(values.tag, version);
  if (positionals[0] === 'sums' && values.folder !== undefined) return sums(resolve(values.folder), version);
  throw new Error('release check --tag v1.2.3, or release sums --folder FOLDER');
}

function check(tag: string, version: string): void {
  if (versionOf(tag) !== version) throw new Error(`the tag ${tag} is not v${version}, as package.json says`);
  console.log(`${tag} is the version of package.json`);
}

async function sums(folder: string, version: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => !/\.sha256$|^SHA256SUMS$/.test(name)).sort();
  const missing = missingIn(names, version);
  if (missing.length > 0) throw new Error(`not in ${folder}: ${missing.join(', ')}`);
  const lines: string[] = [];
  for (const name of names) lines.push(`${await digestOf(join(folder, name))}  ${name}\n`);
  await writeFile(join(folder, 'SHA256SUMS'), lines.join(''));
  console.log(lines.join(''));
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (summary) await appendFile(summary, `### SHA-256\n\n\`\`\`\n${lines.join('')}\`\`\`\n`);
}

await release(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
