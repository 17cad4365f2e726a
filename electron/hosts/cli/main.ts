import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { AppError } from '../../../shared/errors.ts';
import { translator } from '../../../shared/messages/index.ts';
import { logPath } from '../../engine/log-path.ts';
import { actions } from './invocation.ts';
import { chooseLanguage } from './language.ts';
import { type GlobalOptions, workspaceOf } from './options.ts';
import { asJson, ignoreClosedOutput, print, type Report, reportFailure } from './output.ts';
import { buildProgram, programName } from './program.ts';
import { usageError } from './usage.ts';

/** The version in package.json, for `--version`. */
function version(): string {
  const file = new URL('../../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** A failure that nobody expected, with its stack trace put into the log. */
async function logged(error: unknown, workspace: string): Promise<unknown> {
  if (error instanceof AppError) return error;
  const [{ openLog }, { openWorkspace }] = await Promise.all([
    import('../../engine/log.ts'),
    import('../../engine/run/workspace.ts'),
  ]);
  openWorkspace(workspace, process.env);
  openLog(workspace, 'error').error({ err: error }, 'command failed');
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError('internal', { reason, log: logPath(workspace) }, { cause: error });
}

/** The engine knows what is wrong with an option, but not which command it came from. */
function withCommand(error: unknown, command: string): unknown {
  if (!(error instanceof AppError) || error.code !== 'usage') return error;
  return new AppError('usage', { command, ...error.params }, { cause: error });
}

/** Runs one command line. Returns the exit code; see shared/errors.ts for what they mean. */
async function main(argv: readonly string[]): Promise<number> {
  ignoreClosedOutput();
  const language = chooseLanguage(argv, process.env);
  const t = translator(language);
  const json = argv.includes('--json');
  let report: Report | null = null;
  const program = buildProgram(
    version(),
    t,
    actions(t, language, process.env, (made) => {
      report = made;
    }),
  );
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    const command = program.commands.find((each) => argv.includes(each.name()));
    const help = command ? `${programName} ${command.name()}` : programName;
    if (!(error instanceof CommanderError)) {
      const workspace = workspaceOf(program.opts<GlobalOptions>(), process.env);
      return reportFailure(await logged(withCommand(error, help), workspace), json, t);
    }
    // Help and version that were asked for.
    if (error.exitCode === 0) return 0;
    return reportFailure(usageError(error, help, t), json, t);
  }
  const { problem, json: document, text } = report as unknown as Report;
  await print(json ? asJson(document) : text);
  return problem ? reportFailure(problem, false, t) : 0;
}

process.exit(await main(process.argv.slice(2)));
