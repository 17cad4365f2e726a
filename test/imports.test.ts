import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What the files of a folder may import: these folders, and these kinds of packages. */
const rules: { from: string; folders: string[]; forbidden: RegExp }[] = [
  // No Node and no DOM: the same code runs in the page and in the engine.
  { from: 'shared', folders: ['shared'], forbidden: /^(node:|electron$|pg|better-sqlite3|react)/ },
  {
    from: 'electron/engine',
    folders: ['electron/engine', 'shared'],
    forbidden: /^(electron$|fastify|commander|react)/,
  },
  { from: 'electron/hosts', folders: ['electron', 'shared'], forbidden: /^react/ },
  { from: 'renderer', folders: ['renderer', 'shared'], forbidden: /^(node:|electron$|pg|better-sqlite3)/ },
];

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('node_modules') && !/\.(config|d)\.ts$/.test(file));
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'|(?:^|\n)import '([^']+)'/g,
  );
  return [...found].map((m) => m[1] ?? m[2] ?? m[3] ?? '');
}

test.each(rules)('$from imports only what it may', ({ from, folders, forbidden }) => {
  const wrong = sources(from).flatMap((file) =>
    importsOf(file)
      .filter((name) => {
        if (!name.startsWith('.')) return forbidden.test(name);
        const target = relative(root, resolve(dirname(file), name)).replaceAll('\\', '/');
        return target !== 'package.json' && !folders.some((folder) => target.startsWith(`${folder}/`));
      })
      .map((name) => `${relative(root, file)} imports ${name}`),
  );
  expect(wrong).toEqual([]);
});

/** The rooms from top to bottom; a file imports from its own and from those below. */
const rooms = [
  'electron/build/start.ts',
  'electron/build/docs',
  'electron/main.ts',
  'electron/hosts/desktop',
  'electron/hosts/cli',
  'electron/hosts/web',
  'electron/hosts/shared',
  'electron/build',
  'electron/start',
  // client, worker, operations and protocol: what the hosts see of the engine
  'electron/engine',
  'electron/engine/commands',
  'electron/engine/fleet',
  'electron/engine/stages',
  'electron/engine/support',
  'electron/engine/run',
  'electron/engine/cutover',
  'electron/engine/benchmark',
  'electron/engine/kit',
  'electron/engine/export',
  'electron/engine/status',
  'electron/engine/report',
  'electron/engine/diff',
  'electron/engine/audit',
  'electron/engine/load',
  'electron/engine/plan',
  'electron/engine/sample',
  'electron/engine/server',
  'electron/engine/target',
  'electron/engine/convert',
  'electron/engine/source',
  'electron/engine/log.ts',
  'electron/engine/log-path.ts',
  'electron/engine/throttle.ts',
  'electron/engine/context.ts',
  'electron/engine/system',
  'renderer/main.tsx',
  'renderer/App.tsx',
  'renderer/steps',
  'renderer/components',
  'renderer/theme.ts',
  'renderer/i18n',
  'renderer/state',
  'renderer/bundle',
  'renderer/client',
  'shared/bundle',
  'shared/way-back-text.ts',
  'shared/value-text.ts',
  'shared/differences.ts',
  'shared/contract.ts',
  'shared/contract',
  'shared/guide',
  'shared/messages',
  'shared/model',
  'shared/short-codes',
  'shared/errors.ts',
  'shared',
];

function roomOf(file: string): string {
  const inRoom = rooms.filter((room) => file === room || file.startsWith(`${room}/`));
  return inRoom.sort((a, b) => b.length - a.length)[0] ?? 'none';
}

test('every import leads down, from room to room', () => {
  const files = ['electron', 'renderer', 'shared'].flatMap(sources);
  const paths = files.map((file) => relative(root, file).replaceAll('\\', '/'));
  expect(paths.filter((path) => roomOf(path) === 'none')).toEqual([]);
  const up = files.flatMap((file) => {
    const from = relative(root, file).replaceAll('\\', '/');
    return importsOf(file)
      .filter((name) => name.startsWith('.'))
      .map((name) => relative(root, resolve(dirname(file), name)).replaceAll('\\', '/'))
      .filter(
        (to) =>
          to !== 'package.json' &&
          !to.endsWith('.css') &&
          rooms.indexOf(roomOf(to)) < rooms.indexOf(roomOf(from)),
      )
      .map((to) => `${from} imports ${to}`);
  });
  expect(up).toEqual([]);
});

test('hosts do not import one another, but for the command line, which starts the browser host', () => {
  const wrong = sources('electron/hosts').flatMap((file) => {
    const own = relative(join(root, 'electron/hosts'), file).split(/[\\/]/)[0];
    return importsOf(file)
      .filter((name) => name.startsWith('.'))
      .map((name) => relative(join(root, 'electron/hosts'), resolve(dirname(file), name)).split(/[\\/]/))
      .filter(([host]) => host !== '..' && host !== own && host !== 'shared')
      .filter(([host]) => !(own === 'cli' && host === 'web'))
      .map((path) => `${relative(root, file)} imports ${path.join('/')}`);
  });
  expect(wrong).toEqual([]);
});

test('files are renamed and removed by what waits for a scanner that has them open', () => {
  const moves = /^(rename|rm|rmdir|unlink|cp)(Sync)?$/;
  const bare = sources('electron')
    .map((file) => ({ file: relative(root, file).replaceAll('\\', '/'), text: readFileSync(file, 'utf8') }))
    .filter(({ file }) => file !== 'electron/engine/system/files.ts')
    .flatMap(({ file, text }) =>
      [...text.matchAll(/import (?:type )?([^;]*?) from 'node:fs(?:\/promises)?'/g)]
        .flatMap(([, names = '']) => (names.startsWith('{') ? names.split(/[{},\s]+/) : ['*']))
        .filter((name) => moves.test(name) || name === '*')
        .map((name) => `${file} imports ${name}`),
    );
  expect(bare).toEqual([]);
});

test('files are compared by the whole of their numbers', () => {
  const wrong = sources('electron')
    .filter((file) => /\.ino\b/.test(readFileSync(file, 'utf8')))
    .filter((file) => !/bigint: true/.test(readFileSync(file, 'utf8')))
    .map((file) => relative(root, file));
  expect(wrong).toEqual([]);
});
