import { styleText } from 'node:util';
import { type AppError, type ErrorData, exitCodeOf } from '../../../shared/errors.ts';
import { errorData, type Translate } from '../../../shared/messages/index.ts';
import { visibly } from '../../../shared/messages/visibly.ts';
import { shortCode } from '../../../shared/short-codes/index.ts';
import { visibleLines } from '../../../shared/visible.ts';

/** What a command ends with; the host prints one of `json` and `text`. */
export interface Report {
  /** Told on stderr after the report; it gives the exit code. */
  problem?: AppError;
  /** The exit code, where the report itself says what is wrong. */
  exit?: number;
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

/**
 * Writes to stdout and waits until it is out: pipes are asynchronous on some systems. Together with `tell` and `ask` it is
 * the only way to a terminal, so that nothing a terminal would act on gets there from outside.
 */
export function print(text: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.stdout.write(lines(text), () => resolve());
  return promise;
}

/** Writes to stderr. @param title goes before it, in bold red where the terminal has colours. */
export function tell(text: string, title = ''): void {
  const styled = title && `${styleText(['red', 'bold'], visibleLines(title), { stream: process.stderr })} `;
  process.stderr.write(styled + lines(text));
}

/** Writes a question to stderr, where the answer is to follow on the same line. */
export function ask(question: string): void {
  process.stderr.write(`${visibleLines(question)} `);
}

function lines(text: string): string {
  return visibleLines(text.endsWith('\n') ? text : `${text}\n`);
}

export function asJson(document: unknown): string {
  return JSON.stringify(document, null, 2);
}

/** The document of a failure: `{ "error": { code, short, message, hint, run? } }`. */
function errorDocument({ code, message, hint, details }: ErrorData): object {
  const short = shortCode('error', code);
  return { error: { code, short, message, hint, ...(details.run ? { run: details.run } : {}) } };
}

/** What happened, what to do next and both codes, for a person. The stack trace stays in the log. */
function errorText({ code, message, hint, details }: ErrorData, t: Translate): string {
  const log = code === 'internal' && details.log ? [t('cli.error.log', { path: details.log })] : [];
  const short = shortCode('error', code);
  return [message, hint, ...log, t('cli.error.code', { code, short })].join('\n');
}

/** Tells the user of any thrown value. Returns the exit code. @param exact a translator that changes no value. */
export async function reportFailure(error: unknown, json: boolean, exact: Translate): Promise<number> {
  const t = visibly(exact);
  tell(errorText(errorData(error, t), t), `${t('cli.error.title')}:`);
  if (json) await print(asJson(errorDocument(errorData(error, exact))));
  return exitCodeOf(error);
}
