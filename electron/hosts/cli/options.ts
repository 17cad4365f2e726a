import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { languages, type Translate } from '../../../shared/messages/index.ts';
import { logLevels } from '../../engine/log-path.ts';
import { defaultFolder } from '../../engine/run/default-folder.ts';

/** Makes options whose help and complaints are in the user's language. `t` is asked under `cli.options`. */
export class OptionMaker {
  readonly #t: Translate;

  constructor(t: Translate) {
    this.#t = t;
  }

  flag(flags: string, help: string): Option {
    return new Option(flags, this.#help(help));
  }

  text(flags: string, help: string): Option {
    return this.#checked(flags, help, (value) => (value.trim() ? null : this.#problem('expectedText')));
  }

  /** May be given several times. */
  texts(flags: string, help: string, accept: RegExp, complaint: string): Option {
    return new Option(flags, this.#help(help)).default([]).argParser((value: string, before: string[]) => {
      if (!accept.test(value)) throw new InvalidArgumentError(this.#problem(complaint));
      return [...before, value];
    });
  }

  /** `--set`, which may be given several times: a type, an answer to a finding, or `lengths`. */
  choices(): Option {
    const accept = /^(?:lengths|telemetry|.+[.:].+)=.+$/s;
    return this.texts('--set <table.column=TYPE>', 'set', accept, 'expectedColumnType');
  }

  matching(flags: string, help: string, accept: RegExp, complaint: string): Option {
    return this.#checked(flags, help, (value) => (accept.test(value) ? null : this.#problem(complaint)));
  }

  oneOf(flags: string, help: string, values: readonly string[]): Option {
    const complaint = this.#problem('expectedOne', { values: values.join(', ') });
    const option = new Option(flags, this.#help(help)).choices(values);
    return option.argParser((value: string) => {
      if (!values.includes(value)) throw new InvalidArgumentError(complaint);
      return value;
    });
  }

  number(flags: string, help: string, min: number, max: number): Option {
    return new Option(flags, this.#help(help)).argParser((value: string) => {
      const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
      if (number >= min && number <= max) return number;
      throw new InvalidArgumentError(this.#problem('expectedNumber', { min, max }));
    });
  }

  #checked(flags: string, help: string, check: (value: string) => string | null): Option {
    return new Option(flags, this.#help(help)).argParser((value: string) => {
      const complaint = check(value);
      if (complaint !== null) throw new InvalidArgumentError(complaint);
      return value;
    });
  }

  #help(key: string): string {
    return this.#t(`cli.options.${key}`);
  }

  #problem(key: string, values: Record<string, string | number> = {}): string {
    return this.#t(`cli.problems.${key}`, values);
  }
}

/** Adds the options that lead to a server. @param help what `--target` means to this command. */
export function takesTarget(command: Command, make: OptionMaker, help: string): Command {
  return command
    .addOption(make.text('--target <URL>', help))
    .addOption(make.flag('--password-stdin', 'passwordStdin'));
}

export const profiles = ['compatible', 'enhanced'] as const;

/** Options that every command takes, before or after its name. */
export interface GlobalOptions {
  workspace?: string;
  lang?: string;
  progress: 'auto' | 'plain' | 'json' | 'none';
  logLevel: (typeof logLevels)[number];
  json?: boolean;
}

/** The folder of runs, log and managed server. */
export function workspaceOf({ workspace }: Pick<GlobalOptions, 'workspace'>, env: NodeJS.ProcessEnv): string {
  return workspace === undefined ? defaultFolder(env) : resolve(workspace);
}

export function globalOptions(make: OptionMaker): Option[] {
  return [
    make.text('--workspace <DIR>', 'workspace'),
    make.oneOf('--lang <LANG>', 'lang', languages),
    make.oneOf('--progress <MODE>', 'progress', ['auto', 'plain', 'json', 'none']).default('auto'),
    make.oneOf('--log-level <LEVEL>', 'logLevel', logLevels).default('info'),
    make.flag('--json', 'json'),
  ];
}
