import type { CommanderError } from 'commander';
import { buildProgram } from '../../electron/hosts/cli/program.ts';
import { translator } from '../../shared/messages/index.ts';

/**
 * Command lines of ours in a page, as words: lines of blocks, and what is code within a text. Where more would follow
 * (`…`) it is the form of one.
 */
export function commandLinesIn(markdown: string): string[][] {
  const blocks = [...markdown.matchAll(/^```\w*\n(.*?)^```/gms)].flatMap(([, block = '']) =>
    block.split('\n'),
  );
  const outside = markdown.replaceAll(/^```.*?^```/gms, '');
  const inline = [...outside.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code ?? '');
  return [...blocks, ...inline].flatMap((line) => {
    const [, rest] = /(?:^|&& )(?:npx )?autocore-migrate ([^…]+)$/.exec(line.trim()) ?? [];
    return rest === undefined ? [] : [wordsOf(rest)];
  });
}

/** Words as a shell would take them, as far as documents need it: quotes hold blanks. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

/** What the program says to a command line before it would run it; null where it would. */
export async function whatIsWrongWith(words: readonly string[]): Promise<string | null> {
  const t = translator('en');
  const program = buildProgram('0.0.0', t, () => async () => undefined);
  for (const command of [program, ...program.commands, ...program.commands.flatMap((each) => each.commands)])
    command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  const failed = await program.parseAsync([...words], { from: 'user' }).then(
    () => null,
    (error: CommanderError) => error,
  );
  return failed === null || failed.exitCode === 0 ? null : failed.message;
}
