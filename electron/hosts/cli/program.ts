import { Command } from 'commander';
import type { Translate } from '../../../shared/messages/index.ts';
import { addSample } from './commands/sample.ts';
import { translateHelp } from './help.ts';
import type { Act } from './invocation.ts';
import { globalOptions, OptionMaker } from './options.ts';

export const programName = 'autocore-migrate';

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

  const command = (name: string, help: string): Command =>
    program
      .command(name)
      .description(t(`cli.commands.${help}`))
      .usage(t('cli.help.usageCommand'))
      .allowExcessArguments(false);
  addSample(command('sample', 'sample'), make, act);
  return program;
}
