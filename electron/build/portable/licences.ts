import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NativePart } from './native-parts.ts';

/** A part of the edition with the terms under which it may be passed on. */
export interface Licensed {
  name: string;
  version: string;
  /** An SPDX expression, or the name of a text among `licences/`. */
  licence: string;
  copyright: string;
  /** The text as the part itself brings it; empty for a standard one. */
  text: string;
}

/** What the build tells of a package that went into a bundle. */
export interface Bundled {
  name: string;
  version: string;
  identifier?: string | null;
  text?: string | null;
}

const texts = new URL('licences/', import.meta.url);

/** Licences that ask for no more than what an edition does: to carry the text along. */
const known = new Set([
  ...['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'Unlicense'],
  ...['PostgreSQL', 'OpenSSL', 'ICU', 'Zlib', 'Kerberos', 'OSSP-uuid', 'public-domain'],
]);

/** Licences that ask for more of whoever passes an edition on: each by the part that it is known of, and what it asks. */
const more: Record<string, { licence: string; note: string }> = {
  'sql-parser-cst': {
    licence: 'GPL-2.0-or-later',
    note: `Part of the program itself: who passes the program on does so under the terms of the GNU General Public License,
version 2 or later, with the source of the whole program, which is to be had from whoever you have this copy from.`,
  },
  'GNU libiconv': {
    licence: 'LGPL-2.1',
    note: 'A library of its own, which may be replaced by another version.',
  },
  'GNU libintl (gettext)': {
    licence: 'LGPL-2.1',
    note: 'A library of its own, which may be replaced by another version.',
  },
};

/** What somebody has to look at before the edition can be passed on, each in a line: a licence that is not known. */
export function unknownLicences(parts: readonly Licensed[]): string[] {
  return parts.flatMap(({ name, version, licence }) => {
    if (more[name]?.licence === licence) return [];
    // Of an "or" one would do, but nobody has chosen yet.
    const ids = licence.replace(/[()]/g, ' ').split(/\s+(?:AND|OR)\s+/);
    return ids.every((id) => known.has(id.trim())) ? [] : [`${name} ${version}: ${licence || 'no licence'}`];
  });
}

/** A package that went into a bundle. */
export function fromBundle({ name, version, identifier, text }: Bundled): Licensed {
  return { name, version, licence: identifier ?? '', copyright: '', text: text ?? '' };
}

/** A package that lies beside the bundle, by its folder. */
export async function fromPackage(folder: string): Promise<Licensed> {
  const { name, version, license, author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((each) => /^(licen[cs]e|copying)/i.test(each));
  const by = typeof author === 'object' ? author.name : author;
  return {
    name,
    version,
    licence: license ?? '',
    copyright: by ? `Copyright (c) ${by}` : '',
    text: file ? (await readFile(join(folder, file), 'utf8')).trim() : '',
  };
}

/** Programs and libraries of another's making. */
export function fromNative({ name, licence, copyright }: NativePart): Licensed {
  return { name, version: '', licence, copyright, text: '' };
}

/** Node, whose licence is a collection: of the package itself, or where it carries none, the one that is kept here. */
export async function fromNode(folder: string): Promise<Licensed> {
  const own = await fromPackage(folder);
  const text = own.text || (await standardText('Node.js'));
  return { ...own, name: 'Node.js', copyright: '', text };
}

/** The page with every part and every text, in an order that is the same everywhere. */
export async function licencePage(program: Licensed, parts: readonly Licensed[]): Promise<string> {
  const unique = new Map(parts.map((part) => [`${part.name} ${part.version}`, part]));
  const all = [program, ...[...unique.values()].sort((a, b) => (titleOf(a) < titleOf(b) ? -1 : 1))];
  const list = all.map((part) => `  ${titleOf(part)}: ${part.licence}`);
  const sections = await Promise.all(all.map(section));
  return `AutoCore Migrate e o que vem com ele / AutoCore Migrate and what comes with it\n\n${list.join('\n')}\n${sections.join('')}`;
}

async function section(part: Licensed): Promise<string> {
  const rule = '='.repeat(100);
  const note = more[part.name]?.note ?? '';
  const text = part.text || (await standardText(part.licence));
  const body = [note, part.text ? '' : part.copyright, text].filter(Boolean).join('\n\n');
  return `\n${rule}\n${titleOf(part)}: ${part.licence}\n${rule}\n\n${body}\n`;
}

/** @throws Error where there is neither a text of the part nor one that is kept here. */
async function standardText(licence: string): Promise<string> {
  return (await readFile(new URL(`${licence}.txt`, texts), 'utf8')).trim();
}

function titleOf({ name, version }: Licensed): string {
  return `${name} ${version}`.trim();
}
