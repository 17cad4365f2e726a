import type { Plan } from '../../../../shared/model/index.ts';
import { withoutUrlPasswords } from '../../log.ts';
import { kitFile } from './history.ts';
import { needed } from './imports.ts';
import { type Edit, fileDiff } from './patch.ts';
import { readPython } from './python.ts';
import { engines, integrityErrors, sqliteDriver, uniqueTexts } from './rules-engine.ts';
import { modelsOf, orders } from './rules-order.ts';
import { booleans, decimals, likes, sqliteSql } from './rules-sql.ts';
import { textHits } from './rules-text.ts';
import { typed } from './rules-typed.ts';
import type { FoundPlace, Hit, PythonRule, SourceFile } from './types.ts';

export interface Found {
  places: FoundPlace[];
  /** A unified diff, one character a byte; empty where nothing is mechanical. */
  patch: string;
}

/**
 * Looks for everything that PostgreSQL asks to change.
 * @param config folder, relative to the checkout, that database_config.py is copied to.
 */
export function searchCheckout(files: readonly SourceFile[], plan: Plan, config: string): Found {
  const python = files.filter(({ path }) => path.endsWith('.py')).map(readPython);
  const rules: PythonRule[] = [
    ...[engines, sqliteDriver, uniqueTexts, integrityErrors, likes, booleans(plan), sqliteSql, decimals],
    orders(plan, modelsOf(python)),
    typed(plan),
  ];
  const found: Found = { places: [], patch: '' };
  for (const file of files.filter((each) => !isOfKit(each))) {
    const read = python.find(({ path }) => path === file.path);
    const hits = isEnvironment(file)
      ? [replaced(file)]
      : read
        ? rules.flatMap((rule) => rule(read))
        : textHits(file);
    const { edits, patched } = editsOf(hits.filter(() => canBePatched(file.path)));
    const imports = read ? needed(read, patched, config) : [];
    found.places.push(...onceEach(hits.map((hit) => placeOf(file, hit, patched.has(hit)))).sort(byLine));
    if (edits.length > 0) found.patch += fileDiff(file.path, file.text, [...imports, ...edits].sort(byStart));
  }
  return found;
}

/** What the patch does of the hits. Where two want the same text, the first rule has it. */
function editsOf(hits: readonly Hit[]): { edits: Edit[]; patched: Set<Hit> } {
  const patched = new Set<Hit>();
  const edits: Edit[] = [];
  for (const hit of hits) {
    const { start, end, text } = hit;
    if (text === null || edits.some((edit) => start < edit.end && edit.start < end)) continue;
    patched.add(hit);
    edits.push({ start, end, text });
  }
  return { edits: edits.sort(byStart), patched };
}

/** Names that git would write in quotes are written by nobody for code. */
function canBePatched(path: string): boolean {
  return !/[\p{Cc}"\\]/u.test(path);
}

/** What an earlier kit brought. */
function isOfKit({ path, text }: SourceFile): boolean {
  const settings = /(^|\/)database_config\.py$/.test(path) && /^def create_database_engine\(/m.test(text);
  const environment = /(^|\/)env\.py$/.test(path) && /^ONLY_POSTGRESQL\b/m.test(text);
  return settings || environment || kitFile.test(path);
}

/** Alembic's env.py: the kit brings one. */
function isEnvironment({ path, text }: SourceFile): boolean {
  return /(^|\/)env\.py$/.test(path) && /\brun_migrations\b/.test(text);
}

function replaced({ text }: SourceFile): Hit {
  const start = Math.max(0, text.search(/^(?!\s*(#|"""|'''|$)).+/m));
  return { start, end: start, text: null, change: 'Trocar o arquivo por `alembic/env.py` do kit.' };
}

function placeOf({ path, text }: SourceFile, { start, change }: Hit, patched: boolean): FoundPlace {
  const begin = text.lastIndexOf('\n', start - 1) + 1;
  const end = text.indexOf('\n', start);
  const line = text.slice(begin, end === -1 ? text.length : end).trim();
  return {
    file: path,
    line: text.slice(0, begin).split('\n').length,
    // One character is one byte here: what stands there is UTF-8. Nobody's password is kept in a page.
    found: withoutUrlPasswords(Buffer.from(line, 'latin1').toString('utf8')).slice(0, 200),
    change,
    patched,
  };
}

/** Twice the same on one line is one thing to look at. */
function onceEach(places: readonly FoundPlace[]): FoundPlace[] {
  return [...new Map(places.map((place) => [`${place.line} ${place.change}`, place])).values()];
}

const byLine = (a: FoundPlace, b: FoundPlace) => a.line - b.line;
const byStart = (a: Edit, b: Edit) => a.start - b.start;
