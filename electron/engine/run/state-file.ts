import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import type { RunState } from '../../../shared/model/index.ts';
import { runStateSchema } from '../../../shared/model/state-schema.ts';
import { writeAtomic } from '../system/atomic.ts';

const stateFormat = 1;

/**
 * The state of a run as its folder has it.
 * @throws AppError run.unknown {run}, run.damaged {run, path, reason}, run.changed {run, path}, run.otherVersion
 */
export async function readStateFile(id: string, file: string): Promise<RunState> {
  return parseState(id, file, await textOf(id, file));
}

/** Replaces the file as a whole, with a seal that tells it from one that somebody edited. */
export async function writeStateFile(file: string, state: RunState): Promise<void> {
  await writeAtomic(file, `${JSON.stringify({ ...state, seal: sealOf(state) }, null, 2)}\n`);
}

async function textOf(id: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new AppError('run.unknown', { run: id }, { cause: error });
    throw new AppError('run.damaged', { run: id, path: file, reason: message }, { cause: error });
  }
}

function parseState(id: string, file: string, text: string): RunState {
  const damaged = (reason: string, cause?: unknown) =>
    new AppError('run.damaged', { run: id, path: file, reason }, { cause });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw damaged('not JSON', error);
  }
  const format = typeof json === 'object' && json !== null && 'format' in json ? json.format : null;
  if (typeof format === 'number' && format !== stateFormat) {
    throw new AppError('run.otherVersion', { run: id, found: format, expected: stateFormat });
  }
  const parsed = runStateSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw damaged(`${issue?.path.join('.')}: ${issue?.message}`, parsed.error);
  }
  if (parsed.data.id !== id) throw damaged(`id ${parsed.data.id}`);
  const { seal, ...rest } = json as { seal?: unknown };
  if (seal !== sealOf(rest)) throw new AppError('run.changed', { run: id, path: file });
  return parsed.data;
}

/** Tells a state that this program wrote from one that somebody edited. It keeps nobody out who means it. */
function sealOf(state: object): string {
  return createHash('sha256').update(JSON.stringify(state)).digest('hex');
}
