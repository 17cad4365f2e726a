import { CommanderError } from 'commander';
import { translator } from '../../../shared/messages/index.ts';
import { visibly } from '../../../shared/messages/visibly.ts';
import { toolVersion } from '../../engine/run/version.ts';
import { logged, withCommand } from './failure.ts';
import { actions } from './invocation.ts';
import { chooseLanguage } from './language.ts';
import { leaveWithoutThreads } from './leave.ts';
import { type GlobalOptions, workspaceOf } from './options.ts';
import { asJson, ignoreClosedOutput, print, type Report, reportFailure } from './output.ts';
import { buildProgram } from './program.ts';
import { programName } from './program-name.ts';
import { commandTyped, usageError } from './usage.ts';
import { commandLineOf } from './words.ts';

/** Runs one command line. Returns the exit code; see shared/errors.ts for what they mean. */
async function main(argv: readonly string[]): Promise<number> {
  const language = chooseLanguage(argv, process.env);
  const exact = translator(language);
  const t = visibly(exact);
  const json = argv.includes('--json');
  const reports: Report[] = [];
  const act = actions({ t, exact, language, env: process.env }, (report) => reports.push(report));
  const program = buildProgram(toolVersion, t, act);

  const fail = async (error: unknown): Promise<number> => {
    const command = commandTyped(program, argv);
    const help = command ? `${programName} ${command.name()}` : programName;
    if (error instanceof CommanderError) return reportFailure(usageError(error, help, exact), json, exact);
    const workspace = workspaceOf(program.opts<GlobalOptions>(), process.env);
    return reportFailure(await logged(withCommand(error, help), workspace), json, exact);
  };
  // A bug in a listener has no promise to reject; its stack trace belongs in the log as well.
  process.on('uncaughtException', async (error) => process.exit(await fail(error)));

  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    // Help and version that were asked for leave this way too.
    return error instanceof CommanderError && error.exitCode === 0 ? 0 : fail(error);
  }
  const [report] = reports;
  if (!report) return 0;
  await print(json ? asJson(report.json) : report.text);
  return report.problem ? reportFailure(report.problem, false, exact) : (report.exit ?? 0);
}

ignoreClosedOutput();
leaveWithoutThreads();
process.exit(await main(commandLineOf(process.argv.slice(2))));
