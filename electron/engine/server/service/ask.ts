import type { System } from '../../system/programs.ts';

/** Milliseconds: a server that ends writes out what it holds, on an SD card too. */
const longest = 300_000;

/** Runs a program of the system. @returns what it said. Rejects with that where it failed. */
export async function ask(
  system: System,
  program: string,
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
): Promise<string> {
  const { ok, output } = await system.run(program, args, env, longest);
  if (!ok) throw new Error(`${program} ${args.join(' ')}: ${output}`);
  return output;
}
