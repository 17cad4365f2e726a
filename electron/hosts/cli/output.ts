import { styleText } from 'node:util';
import { type AppError, type ErrorData, exitCodeOf } from '../../../shared/errors.ts';
import { errorData, type Translate } from '../../../shared/messages/index.ts';

/** What a command ends with; the host prints one of `json` and `text`. */
export interface Report {
  /** Told on stderr after the report; it gives the exit code. */
  problem?: AppError;
  json: unknown;
  text: string;
}

/** A reader that went away (`| head`, a closed terminal) is no failure of the command. */
export function ignoreClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
  }
}

/** Writes to stdout and waits until it is out: pipes are asynchronous on some systems. */
export function print(text: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`, () => resolve());
  return promise;
}

export function asJson(document: unknown): string {
  return JSON.stringify(document, null, 2);
}

/** The document of a failure: `{ "error": { code, message, hint, run? } }`. */
export function errorDocument({ code, message, hint, details }: ErrorData): object {
  return { error: { code, message, hint, ...(details.run ? { run: details.run } : {}) } };
}

/** What happened, what to do next and the code, for a person. The stack trace stays in the log. */
export function errorText({ code, message, hint, details }: ErrorData, t: Translate): string {
  const title = styleText(['red', 'bold'], `${t('cli.error.title')}:`, { stream: process.stderr });
  const log = code === 'internal' && details.log ? [t('cli.error.log', { path: details.log })] : [];
  return [`${title} ${message}`, hint, ...log, `[${code}]`].join('\n');
}

/** Tells the user of any thrown value. Returns the exit code. */
export async function reportFailure(error: unknown, json: boolean, t: Translate): Promise<number> {
  const data = errorData(error, t);
  console.error(errorText(data, t));
  if (json) await print(asJson(errorDocument(data)));
  return exitCodeOf(error);
}
