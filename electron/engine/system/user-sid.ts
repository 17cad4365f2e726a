import { type System, windowsProgram } from './programs.ts';

/**
 * Who this process runs as on Windows, by number: names are ambiguous between a computer and its domain, translated,
 * and come in the encoding of a console. @throws Error with what the system said
 */
export async function userSid(system: System): Promise<string> {
  const who = await system.run(windowsProgram('whoami.exe'), ['/user', '/fo', 'csv', '/nh']);
  // At the end: a name may look like a number.
  const sid = who.ok && /S-1-[\d-]+(?="?\s*$)/.exec(who.output)?.[0];
  if (!sid) throw new Error(`whoami: ${who.output}`);
  return sid;
}
