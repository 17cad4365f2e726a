// Makes small slips at random, one at a time, runs the tests that cover the place, and prints what stayed green:
// `npm run mutate -- --sample 40 [--seed N] [--only electron/engine/diff] [--tests 8]`. Works on a copy of the project.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { randomFrom } from '../helpers/kill.ts';
import { coveringTests } from './covering.ts';
import { type Slip, slipsOf } from './slips.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '40' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string', default: 'electron/,shared/' },
    tests: { type: 'string', default: '8' },
  },
});

/** Words and tables of words: a slip there is read, not run. Data for samples is checked by its readers. */
const leftOut = /^(shared\/messages|electron\/build|electron\/engine\/sample)\//;

function projectFiles(): string[] {
  const listed = spawnSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' });
  return listed.stdout.split('\n').filter(Boolean);
}

interface Outcome {
  place: string;
  what: string;
  noticed: boolean;
  by: string;
}

function tryOne(copy: string, files: string[], file: string, slip: Slip): Outcome {
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  const line = source.slice(0, slip.start).split('\n').length;
  const tests = coveringTests(copy, files, file, Number(values.tests));
  const outcome = { place: `${file}:${line}`, what: slip.what };
  if (tests.length === 0) return { ...outcome, noticed: false, by: 'no test leads there' };
  writeFileSync(path, source.slice(0, slip.start) + slip.text + source.slice(slip.end));
  try {
    const vitest = join(copy, 'node_modules/vitest/vitest.mjs');
    const args = [vitest, 'run', '--config', 'test/vitest.config.ts', '--bail', '1', ...tests];
    // A slip may never come to an end: that is noticed too.
    const run = spawnSync(process.execPath, args, {
      cwd: copy,
      encoding: 'utf8',
      // More than this, and a run would be ended and taken for one that failed.
      maxBuffer: 2 ** 30,
      timeout: 900_000,
      killSignal: 'SIGTERM',
      env: { ...process.env, NO_COLOR: '1' },
    });
    const failed = /FAIL\s+(?:\S+\s+)?(test\/\S+)/.exec(run.stdout + run.stderr)?.[1] ?? 'time';
    return { ...outcome, noticed: run.status !== 0, by: run.status === 0 ? tests.join(' ') : failed };
  } finally {
    writeFileSync(path, source);
  }
}

const files = projectFiles();
const below = values.only.split(',');
const places = files
  .filter((file) => /\.ts$/.test(file) && !leftOut.test(file) && below.some((each) => file.startsWith(each)))
  .flatMap((file) => slipsOf(readFileSync(join(root, file), 'utf8')).map((slip) => ({ file, slip })));
const pick = randomFrom(Number(values.seed));
const copy = mkdtempSync(join(tmpdir(), 'autocore-mutate-'));
try {
  for (const file of files) cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  console.log(`${places.length} places; seed ${values.seed}`);
  const outcomes: Outcome[] = [];
  for (let n = 0; n < Number(values.sample) && places.length > 0; n++) {
    const [place] = places.splice(pick(places.length), 1);
    if (!place) break;
    const outcome = tryOne(copy, files, place.file, place.slip);
    outcomes.push(outcome);
    console.log(
      `${outcome.noticed ? 'noticed ' : 'SURVIVED'} ${outcome.place}  ${outcome.what}  [${outcome.by}]`,
    );
  }
  const noticed = outcomes.filter((each) => each.noticed).length;
  console.log(
    `${noticed} of ${outcomes.length} noticed (${Math.round((100 * noticed) / Math.max(outcomes.length, 1))} %)`,
  );
} finally {
  rmSync(copy, { recursive: true, force: true });
}
