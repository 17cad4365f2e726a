import { basename, join } from 'node:path';
import { z } from 'zod';
import { type HandCheck, handChecks, type Ticks } from '../../../shared/contract/cutover.ts';
import { writeAtomic } from '../system/atomic.ts';
import { readIfThere } from '../system/files.ts';
import { parseIn } from './parse.ts';

/** What a person has seen to, with the time; checks that later versions know are left out. */
const schema = z.record(z.string(), z.string()).transform((all): Ticks => {
  const known = handChecks.flatMap((check) => (all[check] === undefined ? [] : [[check, all[check]]]));
  return Object.fromEntries(known);
});

/**
 * The ticks of a run's check list, kept in its folder: going live takes days, and more than one person.
 * @throws AppError run.damaged {run, path, reason} for a file that somebody or something has changed
 */
export async function readTicks(dir: string): Promise<Ticks> {
  const path = fileIn(dir);
  const text = await readIfThere(path);
  return text === null ? {} : parseIn(schema, text, { run: basename(dir), path });
}

/** Keeps that a check is done, or is not. */
export function tick(dir: string, check: HandCheck, done: boolean): Promise<Ticks> {
  // One after the other: two clicks would each write what the other had not seen.
  const next = last.then(async () => {
    const { [check]: _, ...others } = await readTicks(dir);
    const ticks: Ticks = done ? { ...others, [check]: new Date().toISOString() } : others;
    await writeAtomic(fileIn(dir), `${JSON.stringify(ticks, null, 2)}\n`);
    return ticks;
  });
  last = next.catch(() => null);
  return next;
}

let last: Promise<unknown> = Promise.resolve();

function fileIn(dir: string): string {
  return join(dir, 'checklist.json');
}
