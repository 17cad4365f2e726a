import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Progress, RunState, Stage } from '../../shared/model/index.ts';
import { type CliOptions, type CliResult, cli } from './cli.ts';

/** When a process gets its signal: after it first said that it is in that stage, with so much done. */
export interface Moment {
  stage: Stage;
  done?: number;
  /** So many milliseconds later. */
  after?: number;
  /** And as soon as this is so, too. */
  when?: () => Promise<void>;
  signal: 'SIGKILL' | 'SIGINT';
}

export interface Ended extends CliResult {
  /** False when it came to its end before the moment. */
  hit: boolean;
  /** Milliseconds from the signal to the end of the process; NaN without one. */
  took: number;
}

/** Runs the command line with `--progress json` and sends it a signal at that moment. */
export async function cliUntil(args: string[], moment: Moment, options: CliOptions = {}): Promise<Ended> {
  const { stage, done = 0, after = 0, when = async () => {}, signal } = moment;
  let armed = false;
  let sent = Number.NaN;
  const result = await cli([...args, '--progress', 'json'], {
    ...options,
    onStderr: (child, text) => {
      if (armed || !progressOf(text).some((p) => p.stage === stage && p.done >= done)) return;
      armed = true;
      const strike = (): void => {
        if (child.exitCode === null && child.kill(signal)) sent = performance.now();
      };
      setTimeout(() => void when().then(strike, strike), after);
    },
  });
  return { ...result, hit: !Number.isNaN(sent), took: performance.now() - sent };
}

export function progressOf(stderr: string): Progress[] {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as Progress);
}

/** Ids of the runs of a workspace, the newest first. */
export function runsOf(workspace: string): string[] {
  const folder = join(workspace, 'runs');
  return existsSync(folder) ? readdirSync(folder).sort().reverse() : [];
}

export function stateOf(workspace: string, run: string): RunState {
  return JSON.parse(readFileSync(join(workspace, 'runs', run, 'run.json'), 'utf8')) as RunState;
}

/** Random numbers that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export interface KillSeries {
  seed: number;
  source: string;
  /** Null: the managed server of the workspace. */
  target: string | null;
  env: Record<string, string>;
  stages?: Stage[];
  /** More words for `migrate`. */
  words?: string[];
}

/** One moment in each stage, and two more in the load. A stage lasts some tens of milliseconds with so little data. */
const everyStage: Stage[] = [
  ...(['snapshot', 'audit', 'prepare', 'load', 'load', 'load'] as const),
  ...(['indexes', 'indexes', 'validate', 'certificate'] as const),
];

/**
 * Starts a migration and kills it, resumes it and kills it again, at random moments of one stage after the other, and
 * lets it come to its end at last. Returns the moments that were hit.
 */
export async function killUntilDone({
  seed,
  source,
  target,
  env,
  stages = everyStage,
  words = [],
}: KillSeries): Promise<string[]> {
  const random = randomFrom(seed);
  const to = target === null ? [] : ['--target', target];
  const workspace = env.AUTOCORE_MIGRATE_HOME ?? '';
  const args = (): string[] => {
    // Killed before there was a run, it has to be started again.
    const [run] = runsOf(workspace);
    const known = run !== undefined && existsSync(join(workspace, 'runs', run, 'run.json'));
    return known
      ? ['resume', '--run', run, ...to]
      : ['migrate', '--source', source, '--yes', ...words, ...to];
  };
  const kills: string[] = [];
  for (const stage of stages) {
    const after = random(80);
    const ended = await cliUntil(args(), { stage, after, signal: 'SIGKILL' }, { env });
    if (ended.hit && ended.code === null) kills.push(`${stage}+${after} ms`);
    else if (ended.code === 0) break;
    else throw new Error(`seed ${seed}, ${stage}+${after} ms: ${ended.code} ${ended.stderr}`);
  }
  const last = await cli([...args(), '--json', '--progress', 'none'], { env });
  const seen = `seed ${seed} after ${kills.join(', ')}`;
  if (last.code !== 0) throw new Error(`${seen}: ${last.code} ${last.stderr}`);
  const { validation, status } = JSON.parse(last.stdout);
  if (status !== 'succeeded' || validation.status !== 'identical') throw new Error(`${seen}: ${last.stdout}`);
  return kills;
}
