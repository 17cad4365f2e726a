import type { Command, CommanderError } from 'commander';
import { AppError } from '../../../shared/errors.ts';
import type { Translate } from '../../../shared/messages/index.ts';

/**
 * A complaint of commander as an error of ours, in the user's language. Commander has its texts in English only, with
 * the names it speaks of in quotes.
 * @param command as the user would type it to get help.
 */
export function usageError({ code, message }: CommanderError, command: string, t: Translate): AppError {
  return new AppError('usage', { reason: problem(code, message, t), command });
}

/** The command of a command line: its first word that is neither an option nor the value of one. Undefined for none. */
export function commandTyped({ commands, options }: Command, words: readonly string[]): Command | undefined {
  const takesValue = (word = ''): boolean => options.some((each) => each.required && each.long === word);
  const first = words.find((word, index) => !word.startsWith('-') && !takesValue(words[index - 1]));
  return commands.find((each) => each.name() === first);
}

function problem(code: string, message: string, t: Translate): string {
  const [name = '', other = ''] = [...message.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '');
  switch (code) {
    case 'commander.unknownOption':
      return t('cli.problems.unknownOption', { name }) + suggestion(message, t);
    case 'commander.unknownCommand':
      return t('cli.problems.unknownCommand', { name }) + suggestion(message, t);
    case 'commander.optionMissingArgument':
      return t('cli.problems.optionWithoutValue', { name });
    case 'commander.missingMandatoryOptionValue':
      return t('cli.problems.missingOption', { name });
    case 'commander.excessArguments':
      return t('cli.problems.tooManyArguments');
    case 'commander.conflictingOption':
      return t('cli.problems.conflict', { name, other });
    case 'commander.help':
      return t('cli.problems.missingCommand');
    case 'commander.invalidArgument': {
      const [, option = '', value = '', reason = ''] =
        /^error: option '(.*?)' argument '([\s\S]*)' is invalid\. ([\s\S]*)$/.exec(message) ?? [];
      return t('cli.problems.invalidValue', { name: option, value, reason });
    }
    default:
      return t('cli.problems.other', { message });
  }
}

function suggestion(message: string, t: Translate): string {
  const [, names] = /\(Did you mean (?:one of )?(.+)\?\)/.exec(message) ?? [];
  return names ? ` ${t('cli.problems.didYouMean', { name: names })}` : '';
}
