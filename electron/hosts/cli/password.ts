import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { AppError } from '../../../shared/errors.ts';
import type { Translate } from '../../../shared/messages/index.ts';
import { parseConnectionString } from '../../engine/target/conninfo.ts';
import type { GlobalOptions } from './options.ts';
import { ask, tell } from './output.ts';

/** Options of commands that reach a server. */
export interface TargetOptions {
  target?: string;
  passwordStdin?: boolean;
}

/**
 * The environment for the engine, with the password that `--password-stdin` reads. Warns of one that stands in the
 * target's URL: every user of this computer sees it in the list of processes, for as long as the command runs.
 * @throws AppError usage {reason} for an empty password, or one given twice.
 */
export async function withPassword(
  { target, passwordStdin = false, progress }: TargetOptions & Partial<Pick<GlobalOptions, 'progress'>>,
  env: NodeJS.ProcessEnv,
  t: Translate,
): Promise<NodeJS.ProcessEnv> {
  const exposed = target !== undefined && holdsPassword(target);
  // With JSON progress every line of stderr is an object, for a program that reads it.
  if (exposed && progress !== 'json') tell(t('cli.password.exposed'));
  if (!passwordStdin) return env;
  if (exposed) throw new AppError('usage', { reason: t('cli.password.twice') });
  const password = process.stdin.isTTY ? await prompt(t('cli.password.ask')) : await readAll();
  if (password === '') throw new AppError('usage', { reason: t('cli.password.empty') });
  return { ...env, PGPASSWORD: password };
}

/** True for a connection text with a secret in it, also one that cannot be read as such. */
export function holdsPassword(target: string): boolean {
  try {
    const { password, sslpassword } = parseConnectionString(target);
    return Boolean(password || sslpassword);
  } catch {
    return /:\/\/[^\s:@/]*:[^\s]+@|password\s*=/i.test(target);
  }
}

/**
 * A password from the person at the terminal, where the server asked for one and none was given.
 * @returns null where that is not what went wrong, or nobody is there to be asked.
 */
export async function passwordFor(error: unknown, t: Translate): Promise<string | null> {
  if (!(error instanceof AppError) || error.params.missing !== 'password') return null;
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  return (await prompt(t('cli.password.askFor', error.params))) || null;
}

/** The whole of stdin, without the line break that `echo` puts behind it. */
async function readAll(): Promise<string> {
  let text = '';
  for await (const piece of process.stdin.setEncoding('utf8')) text += piece;
  return text.replace(/^\ufeff/, '').replace(/\r?\n$/, '');
}

/** One line from the terminal, which shows nothing of it. @throws AppError interrupted for Ctrl-C and Ctrl-D. */
async function prompt(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  const { promise: gone, reject } = Promise.withResolvers<never>();
  for (const event of ['SIGINT', 'close'] as const)
    lines.on(event, () => reject(new AppError('interrupted')));
  // The answer ends the reading as well; then nobody waits for this one.
  gone.catch(() => {});
  ask(question);
  try {
    return await Promise.race([lines.question(''), gone]);
  } finally {
    lines.close();
    tell('');
  }
}
