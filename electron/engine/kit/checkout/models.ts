import { posix } from 'node:path';
import type { AlembicPlace } from '../env.ts';
import { isTest, matches, type SourceFile } from './types.ts';

const declared =
  /^(\w+)(?:\s*:[^=\n]*)?\s*=\s*(?:\w+\.)*declarative_base\(|^class\s+(\w+)\((?:\w+\.)*DeclarativeBase\)/m;

/** The declarative base, of copies the one with the shortest path, and every module that declares tables of it. */
export function metadataOfModels(
  files: readonly SourceFile[],
  alembic: string,
): Omit<AlembicPlace, 'config'> | null {
  const above = posix.dirname(alembic);
  const prefix = above === '.' ? '' : `${above}/`;
  const python = files
    .filter(({ path }) => path.startsWith(prefix) && path.endsWith('.py') && !isTest(path))
    .sort((a, b) => a.path.length - b.path.length);
  const base = python.find(({ text }) => declared.test(text));
  if (base === undefined) return null;
  const [, made, derived] = declared.exec(base.text) ?? [];
  const name = made ?? derived ?? '';
  const from = importedFrom(files, prefix, base.path);
  const moduleOf = (path: string) =>
    posix
      .relative(from, path)
      .replace(/(?:\/__init__)?\.py$/, '')
      .replaceAll('/', '.');
  const modules = [base, ...python.filter((file) => file !== base && uses(file, name))];
  const once = withoutCopies(modules)
    .slice(1)
    .map(({ path }) => moduleOf(path));
  return {
    paths: [posix.relative(alembic, from) || '.'],
    imports: [
      `from ${moduleOf(base.path)} import ${name}`,
      ...once
        .filter((module) => /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(module))
        .map((module) => `import ${module}`),
    ],
    metadata: `${name}.metadata`,
  };
}

/** True for a module that declares tables of a base it has from another one. */
function uses({ text }: SourceFile, name: string): boolean {
  const imports = new RegExp(String.raw`^from\s[^\n]*\bimport\b[^\n]*\b${name}\b`, 'm');
  return tablesIn(text).length > 0 && imports.test(text) && !declared.test(text);
}

/** A table that is declared twice stops SQLAlchemy: the first module has it. */
function withoutCopies(modules: readonly SourceFile[]): SourceFile[] {
  const seen = new Set<string>();
  return modules.filter(({ text }, at) => {
    const tables = tablesIn(text);
    if (at > 0 && tables.some((table) => seen.has(table))) return false;
    for (const table of tables) seen.add(table);
    return true;
  });
}

function tablesIn(text: string): string[] {
  return matches(text, /^\s+__tablename__\s*=\s*['"](\w+)['"]/gm).flatMap(({ groups }) => groups);
}

/**
 * The folder that a file's module is imported from: the one above `alembic`, unless a name on the way there is none of
 * Python's; then the first below that name which is no package itself.
 */
function importedFrom(files: readonly SourceFile[], prefix: string, path: string): string {
  const inside = path.slice(prefix.length).split('/').slice(0, -1);
  const folder = (length: number) => posix.join(prefix, ...inside.slice(0, length)).replace(/\/$/, '');
  let length = inside.findLastIndex((name) => !/^[A-Za-z_]\w*$/.test(name)) + 1;
  if (length === 0) return folder(0);
  const isPackage = (at: string) => files.some((file) => file.path === `${at}/__init__.py`);
  while (length < inside.length && !isPackage(folder(length + 1))) length++;
  return folder(length);
}
