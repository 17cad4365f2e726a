import { execFile } from 'node:child_process';

/** What the system says of one package or program. */
export interface Signature {
  signed: boolean;
  notarised: boolean;
  /** In words, for whoever reads the summary. */
  said: string;
}

/** Runs a program of the system; its exit code and everything it says. */
export type Run = (
  file: string,
  args: readonly string[],
  env?: Record<string, string>,
) => Promise<{ code: number; output: string }>;

/** Asks the system that has made a package who signed it: a certificate in the environment is no signature yet. */
export async function signatureOf(platform: NodeJS.Platform, path: string, run: Run): Promise<Signature> {
  if (platform === 'darwin') return appleSignature(path, run);
  if (platform === 'win32') return windowsSignature(path, run);
  return { signed: false, notarised: false, said: 'no signature on this system' };
}

/** `codesign` writes to stderr; a staple is what says, without a network, that Apple has looked at it. */
async function appleSignature(path: string, run: Run): Promise<Signature> {
  const shown = await run('/usr/bin/codesign', ['--display', '--verbose=2', path]);
  const whole = await run('/usr/bin/codesign', ['--verify', '--deep', '--strict', path]);
  const authority = /^Authority=(Developer ID Application: .*)$/m.exec(shown.output)?.[1];
  if (whole.code !== 0) return { signed: false, notarised: false, said: `broken: ${whole.output.trim()}` };
  if (authority === undefined) return { signed: false, notarised: false, said: 'ad hoc, by nobody' };
  const stapled = await run('/usr/bin/xcrun', ['stapler', 'validate', path]);
  const notarised = stapled.code === 0;
  return { signed: true, notarised, said: `${authority}${notarised ? ', notarised' : ''}` };
}

/** The path goes through the environment: in a command of PowerShell it would be read as one. */
async function windowsSignature(path: string, run: Run): Promise<Signature> {
  const command =
    '$s = Get-AuthenticodeSignature -LiteralPath $env:AUTOCORE_SIGNED; "$($s.Status)|$($s.SignerCertificate.Subject)"';
  const args = ['-NoProfile', '-NonInteractive', '-Command', command];
  const { output } = await run('powershell.exe', args, { AUTOCORE_SIGNED: path });
  const [status = '', subject = ''] = output.trim().split('|');
  const signed = status === 'Valid';
  return { signed, notarised: false, said: signed ? subject : `not signed (${status})` };
}

/** Runs a program for real. */
export const runProgram: Run = (file, args, env = {}) =>
  new Promise((resolve, reject) => {
    execFile(file, [...args], { env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') return reject(error);
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
    });
  });
