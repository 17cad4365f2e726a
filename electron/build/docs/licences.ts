import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../due.ts';
import { type GeneratedPage, table } from './page.ts';

interface Locked {
  version?: string;
  license?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

type Lock = Record<string, Locked>;

/** Of these a program comes along, with its own licences beside it, and none of what the package itself depends on. */
const runtimes = ['electron', 'node'];

/**
 * The page of the packages that go into the editions: what package.json depends on, what the pages import, and what these
 * bring along, as package-lock.json has it.
 */
export function licencesPage(): GeneratedPage {
  const lock: Lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const wanted = [...Object.keys(lock['']?.dependencies ?? {}), ...importedByPages()];
  const found = [...closure(lock, wanted), ...runtimes.map((name) => `node_modules/${name}`)];
  const rows = found
    .map((path) => [
      nameOf(path),
      lock[path]?.version ?? '',
      lock[path]?.license ?? '(no texto / in its text)',
    ])
    .sort(([a = '', v = ''], [b = '', w = '']) => (a === b ? (v < w ? -1 : 1) : a < b ? -1 : 1));
  const text = `# Licenças / Licences

Esta página é feita de \`package-lock.json\`: \`npm run docs\`. O código do projeto está sob a [MIT](../LICENSE); estes são os
pacotes que vão nas edições, diretos e indiretos. Um deles, \`sql-parser-cst\`, está sob a GPL-2.0-or-later e faz parte do
programa construído: [NOTICE](../NOTICE) diz o que isso pede. Os textos de todas, também das bibliotecas do PostgreSQL, estão
no \`LICENSES.txt\` de cada edição, que recusa ser feita com uma licença que ninguém olhou.

*This page is made of \`package-lock.json\`: \`npm run docs\`. The project's own code is under [MIT](../LICENSE); these are the
packages that go into the editions, direct and indirect. One of them, \`sql-parser-cst\`, is under GPL-2.0-or-later and a part of
the built program: [NOTICE](../NOTICE) says what that asks for. The texts of all of them, and of PostgreSQL's libraries, are in
the \`LICENSES.txt\` of each edition, which refuses to be made with a licence that nobody has looked at.*

${table(['pacote / package', 'versão / version', 'licença / licence'], rows)}`;
  return { path: 'docs/licences.md', text };
}

/** Packages that the sources of the pages name. */
function importedByPages(): string[] {
  const files = (readdirSync(join(root, 'renderer'), { recursive: true }) as string[]).filter((name) =>
    /\.(tsx?|css)$/.test(name),
  );
  const names = files.flatMap((file) => {
    const text = readFileSync(join(root, 'renderer', file), 'utf8');
    return [...text.matchAll(/(?:from|import) '((?:@[\w-]+\/)?[a-z][\w.-]*)(?:\/[^']*)?'/g)].map(
      (match) => match[1] ?? '',
    );
  });
  return [...new Set(names)].filter((name) => !name.startsWith('vite'));
}

/** Places in the lock file of packages and of all that they depend on. */
function closure(lock: Lock, names: readonly string[]): Set<string> {
  const met = new Set<string>();
  const visit = (name: string, from: string): void => {
    const path = placeOf(lock, name, from);
    if (path === null || met.has(path)) return;
    met.add(path);
    const { dependencies = {}, optionalDependencies = {} } = lock[path] as Locked;
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) visit(each, path);
  };
  for (const name of names) visit(name, '');
  return met;
}

/** Where a package finds another: in its own folder, or in one around it. Null for one of another system. */
function placeOf(lock: Lock, name: string, from: string): string | null {
  for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
    const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (path in lock) return path;
    if (at === '') return null;
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
