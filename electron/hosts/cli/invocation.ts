import type { Command } from 'commander';
import type { Language, Translate } from '../../../shared/messages/index.ts';
import { type RunOptions, runOperation } from '../../engine/client.ts';
import type { OperationInput, OperationName, OperationResult } from '../../engine/operations.ts';
import { removeOldScratch } from '../../engine/run/scratch-folder.ts';
import { onInterrupt } from './interrupt.ts';
import { type GlobalOptions, workspaceOf } from './options.ts';
import { type Report, tell } from './output.ts';
import { passwordFor, type TargetOptions, withPassword } from './password.ts';
import { progressView } from './progress/view.ts';

/** What a command works with. */
export interface Invocation<Options> {
  options: Options & GlobalOptions;
  /** For the terminal: makes visible what is put into a text. */
  t: Translate;
  /** For documents: changes no value. */
  exact: Translate;
  language: Language;
  env: NodeJS.ProcessEnv;
  workspace: string;
  /** Runs an operation of the engine with progress on stderr; Ctrl-C asks it to stop. */
  run<N extends OperationName>(name: N, input: OperationInput<N>): Promise<OperationResult<N>>;
}

/** Null: it has said everything itself. */
export type Handler<Options> = (invocation: Invocation<Options>) => Promise<Report | null>;

/** Makes a command's action of its handler. */
export type Act = <Options>(
  handler: Handler<Options>,
) => (options: Options, command: Command) => Promise<void>;

/** Actions that leave their report with `finish`. */
export function actions(
  around: Pick<Invocation<unknown>, 't' | 'exact' | 'language' | 'env'>,
  finish: (report: Report) => void,
): Act {
  return <Options>(handler: Handler<Options>) =>
    async (_own: Options, command: Command): Promise<void> => {
      const options = command.optsWithGlobals() as Options & GlobalOptions & TargetOptions;
      const workspace = workspaceOf(options, around.env);
      const env = await withPassword(options, around.env, around.t);
      await removeOldScratch(workspace);
      const run = engineRunner(workspace, options, around.t);
      const report = await handler({ ...around, env, options, workspace, run });
      if (report) finish(report);
    };
}

/** A password that the server asks for, and nobody has given, is asked for at the terminal: then all begins again. */
function engineRunner(workspace: string, options: GlobalOptions, t: Translate): Invocation<unknown>['run'] {
  const once = engineAttempt(workspace, options, t);
  return async <N extends OperationName>(name: N, input: OperationInput<N>): Promise<OperationResult<N>> => {
    try {
      return await once(name, input);
    } catch (error) {
      // An input that leads to no server has no use for one.
      if (knowing(input, '') === null) throw error;
      const again = knowing(input, await passwordFor(error, t));
      if (again === null) throw error;
      return once(name, again);
    }
  };
}

/** An input whose server gets that password; null without one, or where the input leads to no server. */
export function knowing<I extends object>(input: I, password: string | null): I | null {
  if (password === null) return null;
  const { env, adopt } = input as { env?: object; adopt?: { env?: object } | null };
  if (env) return { ...input, env: { ...env, PGPASSWORD: password } };
  return adopt?.env ? { ...input, adopt: { ...adopt, env: { ...adopt.env, PGPASSWORD: password } } } : null;
}

function engineAttempt(workspace: string, options: GlobalOptions, t: Translate): Invocation<unknown>['run'] {
  return (name, input) => {
    const view = progressView(options.progress, t);
    const interrupt = onInterrupt(() => {
      view.stop();
      tell(t('cli.error.interrupting'));
    });
    const runOptions: RunOptions = {
      workspace,
      logLevel: options.logLevel,
      signal: interrupt.signal,
      onProgress: (progress) => {
        if (!interrupt.signal.aborted) view.show(progress);
      },
    };
    return runOperation(name, input, runOptions).finally(() => {
      view.stop();
      interrupt.dispose();
    });
  };
}
