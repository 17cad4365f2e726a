import { posix } from 'node:path';
import { type AlembicPlace, usualPlace } from '../env.ts';
import { metadataOfModels } from './models.ts';
import { argumentsIn, closing, readPython } from './python.ts';
import { matches, type PythonFile, type SourceFile, type Span } from './types.ts';

/** All that env.py has to know but for where database_config.py is. */
type Metadata = Omit<AlembicPlace, 'config'>;

/**
 * How env.py gets at the application's models: as its own env.py did, which knows all their modules, else from where
 * they are declared.
 * @param alembic folder of env.py, relative to the checkout.
 */
export function metadataOf(files: readonly SourceFile[], alembic: string): Metadata {
  const own = files.find(({ path }) => path === posix.join(alembic, 'env.py'));
  return (
    (own && fromEnvironment(files, readPython(own), alembic)) ??
    metadataOfModels(files, alembic) ??
    usualPlace
  );
}

/** The expression of `target_metadata`, and the imports that it needs; null where more than imports makes it. */
function fromEnvironment(files: readonly SourceFile[], file: PythonFile, alembic: string): Metadata | null {
  const metadata = targetMetadata(file);
  if (metadata === null) return null;
  const imports = matches(file.code, /^(?:from|import)\b/gm)
    .map(({ start }) => importAt(file, start))
    .filter(({ module }) => module !== 'database_config');
  const folders = new Map(imports.map((each) => [each, folderOf(files, each.module, alembic)]));
  const names = new Set(namesIn(metadata));
  // A module of the application is imported for the tables it declares, whatever it is called there.
  const wanted = imports.filter((each) => folders.get(each) || each.names.some((name) => names.has(name)));
  const bound = new Set(wanted.flatMap((each) => each.names));
  if (!bound.has('*') && [...names].some((name) => !bound.has(name))) return null;
  const paths = wanted.flatMap((each) => folders.get(each) ?? []);
  return {
    paths: [...new Set(paths)].map((folder) => posix.relative(alembic, folder) || '.'),
    imports: wanted.map(({ line }) => line),
    metadata,
  };
}

/** What env.py gives Alembic to compare with; null for nothing. */
function targetMetadata(file: PythonFile): string | null {
  const { code, statement } = file;
  const said = ({ start, end }: Span) => oneLine(file, start, end);
  const [assigned] = matches(code, /^target_metadata\s*(?::[^=\n]*)?=(?!=)/gm).map(({ start, end }) =>
    said({ start: end, end: statement(start).end }),
  );
  const [given] = matches(code, /\bcontext\.configure\s*\(/g)
    .flatMap(({ end }) => argumentsIn(code, end - 1, closing(code, end - 1)))
    .map(said)
    .flatMap((argument) => /^target_metadata\s*=\s*(.*)$/.exec(argument)?.[1] ?? []);
  const metadata = given === undefined || given === 'target_metadata' ? assigned : given;
  return metadata === undefined || metadata === 'None' ? null : metadata;
}

interface Import {
  line: string;
  module: string;
  /** What the file calls it, `*` for all. */
  names: string[];
}

function importAt(file: PythonFile, start: number): Import {
  const line = oneLine(file, start, file.statement(start).end);
  const [, from, what = ''] = /^from\s+(\S+)\s+import\s*(.*)$/.exec(line) ?? [];
  const things = (what || line.replace(/^import\s+/, '')).replaceAll(/[()]/g, '').split(',');
  const names = things.map((thing) => {
    const [name = '', as] = thing.trim().split(/\s+as\s+/);
    return as ?? (from === undefined ? (name.split('.')[0] ?? '') : name);
  });
  return {
    line,
    module: from ?? things[0]?.trim().split(/\s/)[0] ?? '',
    names: names.filter((name) => name !== ''),
  };
}

/** Without comments and breaks; one character of a source is a byte of what stands there. */
function oneLine({ code, strings }: PythonFile, start: number, end: number): string {
  const text = strings.slice(start, end);
  const said = code
    .slice(start, end)
    .replaceAll(/\\\r?\n/g, '  ')
    .replaceAll(/\s/g, (blank, at: number) => text[at] ?? blank);
  return Buffer.from(said.replaceAll(/\s+/g, ' ').trim(), 'latin1').toString('utf8');
}

/** Names that an expression uses: no attributes, no keywords of a call. */
function namesIn(expression: string): string[] {
  const names = expression
    .replaceAll(/(['"]).*?\1/g, '')
    .matchAll(/(?<![\w.])([A-Za-z_]\w*)\b(?!\s*=(?!=))/g);
  return [...names].map((match) => match[1] ?? '');
}

/** What an environment imports for itself. A folder of revisions is called `alembic`, too. */
const tools = /^(?:alembic|sqlalchemy|logging|os|sys|pathlib|re|typing|asyncio|contextlib|dotenv)\b/;

/** The folder that a module is imported from, of several the one nearest to env.py's; null for what is not here. */
function folderOf(files: readonly SourceFile[], module: string, alembic: string): string | null {
  if (!/^\w/.test(module) || tools.test(module)) return null;
  const inside = new RegExp(String.raw`^(.*?)/${module.replaceAll('.', '/')}(?:\.py$|/.*\.py$)`);
  const folders = files.flatMap(({ path }) => {
    const before = inside.exec(`/${path}`)?.[1];
    return before === undefined ? [] : [before.slice(1) || '.'];
  });
  const far = (folder: string) => posix.relative(posix.dirname(alembic), folder).length;
  return folders.sort((a, b) => far(a) - far(b))[0] ?? null;
}
