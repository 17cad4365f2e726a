import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../shared/errors.ts';
import { type Language, translator } from '../../../shared/messages/index.ts';
import type { ExceptionRecord, Plan } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { byteOrderMark, csvCells, csvHead, csvLine, separatorOf } from '../report/exceptions/csv.ts';
import { type Place, placeOf } from '../report/exceptions/kept.ts';
import { exists } from '../run/folder.ts';
import { openWorkspace } from '../run/workspace.ts';
import { rename, rm } from '../system/files.ts';
import { linesOf } from '../system/text-lines.ts';

export interface ExceptionsCsvInput {
  workspace: string;
  run: string;
  /** The exceptions, one a line: those of the run, or some of them. */
  from: string;
  /** File to write. */
  out: string;
  language: Language;
}

/**
 * Writes exceptions of a run as CSV for a spreadsheet, however many there are. The file is there when it is whole, and a
 * stop leaves what was there before. @throws AppError output.unwritable {path, reason}
 */
export async function writeExceptionsCsv(
  { workspace, run, from, out, language }: ExceptionsCsvInput,
  { signal }: EngineContext,
): Promise<{ path: string }> {
  const folder = openWorkspace(workspace, {}).runFolder(run);
  const plan = (await exists(folder.plan)) ? (JSON.parse(await readFile(folder.plan, 'utf8')) as Plan) : null;
  const lines = csvOf(from, plan, language);
  const part = `${out}.${randomBytes(4).toString('hex')}.part`;
  try {
    await pipeline(Readable.from(lines), createWriteStream(part, { flags: 'wx', mode: 0o600 }), { signal });
    await rename(part, out);
  } catch (cause) {
    await rm(part, { force: true });
    const { code, message } = cause as NodeJS.ErrnoException;
    // What the exceptions themselves hold is nothing of the disk.
    if (signal.aborted || code === undefined) throw cause;
    throw new AppError('output.unwritable', { path: out, reason: message }, { cause });
  }
  return { path: out };
}

async function* csvOf(file: string, plan: Plan | null, language: Language): AsyncGenerator<string> {
  const t = translator(language);
  const separator = separatorOf(language);
  const places = new Map<string, Place | null>();
  yield byteOrderMark + csvLine(csvHead(t), separator);
  if (!(await exists(file))) return;
  for await (const line of linesOf(file)) {
    // An export of nothing is one empty line.
    if (line === '') continue;
    const record = JSON.parse(line) as ExceptionRecord;
    if (!places.has(record.table)) places.set(record.table, plan && placeOf(plan, record.table));
    yield csvLine(csvCells(record, places.get(record.table) ?? null, t), separator);
  }
}
