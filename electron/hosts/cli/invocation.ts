import type { Command } from 'commander';
import type { Language, Translate } from '../../../shared/messages/index.ts';
import { type RunOptions, runOperation } from '../../engine/client.ts';
import type { OperationInput, OperationName, OperationResult } from '../../engine/operations.ts';
import { onInterrupt } from './interrupt.ts';
import { type GlobalOptions, workspaceOf } from './options.ts';
import type { Report } from './output.ts';
import { progressView } from './progress/view.ts';

/** What a command works with. */
export interface Invocation<Options> {
  options: Options & GlobalOptions;
  t: Translate;
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
  t: Translate,
  language: Language,
  env: NodeJS.ProcessEnv,
  finish: (report: Report) => void,
): Act {
  return <Options>(handler: Handler<Options>) =>
    async (_own: Options, command: Command): Promise<void> => {
      const options = command.optsWithGlobals() as Options & GlobalOptions;
      const workspace = workspaceOf(options, env);
      const run = engineRunner(workspace, options, t);
      const report = await handler({ options, t, language, env, workspace, run });
      if (report) finish(report);
    };
}

function engineRunner(workspace: string, options: GlobalOptions, t: Translate): Invocation<unknown>['run'] {
  return (name, input) => {
    const view = progressView(options.progress, t);
    const interrupt = onInterrupt(() => {
      view.stop();
      console.error(t('cli.error.interrupting'));
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
