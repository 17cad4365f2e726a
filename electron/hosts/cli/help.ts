import type { Command, Option } from 'commander';
import type { Translate } from '../../../shared/messages/index.ts';

/** Help in the user's language. Commander passes its own headings through `styleTitle`, which is where they change. */
export function translateHelp(program: Command, t: Translate): void {
  const titles = new Map([
    ['Usage:', t('cli.help.usage')],
    ['Arguments:', t('cli.help.arguments')],
    ['Options:', t('cli.help.options')],
    ['Global Options:', t('cli.help.globalOptions')],
    ['Commands:', t('cli.help.commands')],
  ]);
  program.configureHelp({
    showGlobalOptions: true,
    styleTitle: (title) => titles.get(title) ?? title,
    subcommandTerm: (command) => command.name(),
    optionDescription: (option) => describe(option, t),
  });
}

function describe(option: Option, t: Translate): string {
  const remarks: string[] = [];
  if (option.argChoices) remarks.push(t('cli.help.choices', { values: option.argChoices.join(', ') }));
  const value = option.defaultValue;
  if (typeof value === 'string' || typeof value === 'number') remarks.push(t('cli.help.default', { value }));
  return remarks.length > 0 ? `${option.description} (${remarks.join('; ')})` : option.description;
}
