import { AppError } from '../../../shared/errors.ts';
import type { CommandResult } from './command.ts';

/**
 * How Windows ends a program that finds no Visual C++ runtime, or an old one: a library is missing, does not begin, is of
 * another machine, lacks a function, or fails as soon as it is called.
 * https://learn.microsoft.com/openspecs/windows_protocols/ms-erref/596a1078-e883-4972-9bbc-49e60bebca55
 */
const faults = [0xc0000135, 0xc0000142, 0xc000007b, 0xc0000139, 0xc0000005];

/** @throws AppError `server.runtime` {program, reason} where a program, or one that it called, ended for lack of a runtime. */
export function requireRuntime(program: string, { code, output }: CommandResult): void {
  if (code === 0) return;
  // initdb tells how its own child ended.
  const told = [...output.matchAll(/exception (0x[0-9a-f]{8})/gi)].map(([, fault]) => Number(fault));
  const fault = [code ?? 0, ...told].find((each) => faults.includes(each));
  if (fault === undefined) return;
  throw new AppError('server.runtime', { program, reason: `0x${fault.toString(16).toUpperCase()}` });
}
