import { readFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';

const specifier =
  /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'|new URL\(\s*'([^']+\.m?ts)'/g;

/** Files that each file names, by paths from `root`. */
function graphOf(root: string, files: readonly string[]): Map<string, string[]> {
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const text = readFileSync(resolve(root, file), 'utf8');
      const named = [...text.matchAll(specifier)].map((m) => m[1] ?? m[2] ?? m[3] ?? '');
      const paths = named.map((name) => relative(root, resolve(root, dirname(file), name)));
      return [file, paths.filter((path) => known.has(path))];
    }),
  );
}

/** Tests that start whole programs say little of one file for their time. */
const heavy = /^test\/(e2e|hosts\/desktop)\//;

/**
 * The tests that cover a file, the likeliest to notice first: those of the folder that mirrors its own, then by how few
 * imports lie between. @param files all of the project. @param most how many to name
 */
export function coveringTests(root: string, files: readonly string[], file: string, most: number): string[] {
  const graph = graphOf(root, files);
  const room = dirname(file).replace(/^electron\//, 'test/');
  const own = `${file.replace(/^electron\//, 'test/').replace(/\.tsx?$/, '')}.test.ts`;
  const rank = (test: string): number => {
    const away = distance(graph, test, file);
    if (away === null) return Number.POSITIVE_INFINITY;
    if (test === own) return 0;
    // Rooms of several parents may have a part for one subject: stages/adopt, plan/adopt and test/engine/adopt.
    const near = test.startsWith(`${room}/`) ? 0 : test.includes(`/${basename(room)}/`) ? 1 : 3;
    return away + near + (heavy.test(test) ? 100 : 0);
  };
  return files
    .filter((name) => name.startsWith('test/') && name.endsWith('.test.ts'))
    .map((test) => ({ test, rank: rank(test) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank || (a.test < b.test ? -1 : 1))
    .slice(0, most)
    .map(({ test }) => test);
}

/** Imports between two files, null where none lead there. */
function distance(graph: Map<string, string[]>, from: string, to: string): number | null {
  let edge = [from];
  const seen = new Set(edge);
  for (let steps = 0; edge.length > 0; steps++) {
    if (edge.includes(to)) return steps;
    edge = edge.flatMap((file) => graph.get(file) ?? []).filter((file) => !seen.has(file) && seen.add(file));
  }
  return null;
}
