import { Command } from 'commander';
import type { Translate } from '../../../shared/messages/index.ts';
import { addAudit } from './commands/audit.ts';
import { addBenchmark } from './commands/benchmark.ts';
import { addCertificate } from './commands/certificate.ts';
import { addCutover } from './commands/cutover.ts';
import { addExport } from './commands/export.ts';
import { addFleet } from './commands/fleet.ts';
import { addGuide } from './commands/guide.ts';
import { addKit } from './commands/kit.ts';
import { addMigrate } from './commands/migrate.ts';
import { addPathChange } from './commands/path.ts';
import { addPlan } from './commands/plan.ts';
import { addRollback } from './commands/rollback.ts';
import { addRuns } from './commands/runs.ts';
import { addResume, addValidate } from './commands/runs-again.ts';
import { addSample } from './commands/sample.ts';
import { addServe } from './commands/serve.ts';
import { addServerAction } from './commands/server.ts';
import { addStatus } from './commands/status.ts';
import { addSupportBundle } from './commands/support-bundle.ts';
import { addSync } from './commands/sync.ts';
import { translateHelp } from './help.ts';
import type { Act } from './invocation.ts';
import { globalOptions, OptionMaker } from './options.ts';
import { programName } from './program-name.ts';

/** Every command with its options. Nothing runs before `parseAsync`; errors and help leave as CommanderError. */
export function buildProgram(version: string, t: Translate, act: Act): Command {
  const make = new OptionMaker(t);
  const program = new Command(programName)
    .description(t('cli.help.description'))
    .usage(t('cli.help.usageProgram'))
    .version(version, '-V, --version', t('cli.help.version'))
    .helpOption('-h, --help', t('cli.help.help'))
    .helpCommand(false)
    .exitOverride()
    // Errors are told by the host, in the user's language and with what to do next.
    .configureOutput({ outputError: () => undefined });
  translateHelp(program, t);
  for (const option of globalOptions(make)) program.addOption(option);

  const command = (name: string, help: string): Command => withUsage(program.command(name), help, t);
  addAudit(command('audit', 'audit'), make, act);
  addPlan(command('plan', 'plan'), make, act);
  addMigrate(command('migrate', 'migrate'), make, act);
  addExport(command('export', 'export'), make, act);
  addResume(command('resume', 'resume'), make, act);
  addValidate(command('validate', 'validate'), make, act);
  addSync(command('sync', 'sync'), make, act);
  const fleet = command('fleet', 'fleet').helpCommand(false);
  addFleet(fleet, (name, help) => withUsage(fleet.command(name), help, t), make, act);
  addCutover(command('cutover', 'cutover'), make, act);
  addRollback(command('rollback', 'rollback'), make, act);
  addCertificate(command('certificate', 'certificate'), make, act);
  addBenchmark(command('benchmark', 'benchmark'), make, act);
  addStatus(command('status', 'status'), make, act);
  addKit(command('kit', 'kit'), make, act);
  addRuns(command('runs', 'runs'), act);
  addSupportBundle(command('support-bundle', 'supportBundle'), make, act);
  const guide = command('guide', 'guide').usage(t('cli.help.usageGuide'));
  addGuide(guide, t('cli.options.guideCode'), act);
  const group = (name: string): Command =>
    program
      .command(name)
      .helpCommand(false)
      .description(t(`cli.commands.${name}`))
      .usage(t('cli.help.usageGroup'));
  const server = group('server');
  for (const [action, help] of serverActions) {
    addServerAction(withUsage(server.command(action), help, t), action, act);
  }
  addServe(command('serve', 'serve'), make, act);
  addSample(command('sample', 'sample'), make, act);
  const path = group('path');
  addPathChange(withUsage(path.command('add'), 'pathAdd', t), 'add', make, act);
  addPathChange(withUsage(path.command('remove'), 'pathRemove', t), 'remove', make, act);
  return program;
}

const serverActions = [
  ['start', 'serverStart'],
  ['stop', 'serverStop'],
  ['install', 'serverInstall'],
  ['uninstall', 'serverUninstall'],
  ['status', 'serverStatus'],
] as const;

function withUsage(command: Command, help: string, t: Translate): Command {
  return command
    .description(t(`cli.commands.${help}`))
    .usage(t('cli.help.usageCommand'))
    .allowExcessArguments(false);
}
