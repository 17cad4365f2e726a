import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rm } from './files.ts';
import { type System, windowsProgram } from './programs.ts';

export type PathChange = 'add' | 'remove';

/** A text in Windows' registry: as it is (`sz`), or with variables such as `%USERPROFILE%` in it (`expand`). */
export interface RegistryText {
  type: 'sz' | 'expand';
  text: string;
}

const key = 'HKEY_CURRENT_USER\\Environment';
/** Characters that a variable may have: https://learn.microsoft.com/windows/win32/procthread/environment-variables */
const longest = 32_767;

/**
 * Puts a folder on the PATH of the user, or takes it off, and leaves everything else there as it is: variables
 * unexpanded, of whatever length (`setx` cuts at 1024 characters), letters as they are (what `reg query` prints goes
 * through an old code page). So the registry's own files carry it, which are UTF-16.
 * https://learn.microsoft.com/windows-server/administration/windows-commands/reg-export
 * @returns false when it was like that already.
 * @throws Error that says why nothing was changed.
 */
export async function changeUserPath(change: PathChange, folder: string, system: System): Promise<boolean> {
  const before = await exported(system);
  const text = changed(before?.text ?? '', change, folder);
  if (text === null) return false;
  if (text.length > longest) throw new Error(`${text.length} > ${longest}`);
  await imported({ type: before?.type ?? 'expand', text }, system);
  if ((await exported(system))?.text !== text) throw new Error('HKCU\\Environment\\Path');
  return true;
}

/** The list with that change; null when there is nothing to change. */
export function changed(list: string, change: PathChange, folder: string): string | null {
  const entries = list.split(';');
  const same = entries.filter((entry) => nameOf(entry) === nameOf(folder));
  if (change === 'remove') {
    return same.length === 0 ? null : entries.filter((entry) => !same.includes(entry)).join(';');
  }
  if (same.length > 0) return null;
  // A name with a semicolon would be two.
  const entry = folder.includes(';') ? `"${folder}"` : folder;
  return list === '' ? entry : `${list.replace(/;$/, '')};${entry}`;
}

/** As Windows compares: without quotes, the last backslash and upper case. */
function nameOf(entry: string): string {
  return entry.trim().replaceAll('"', '').replace(/\\+$/, '').toLowerCase();
}

/** The value Path in an exported file; null where there is none. @throws Error for one that is no text. */
export function pathIn(file: string): RegistryText | null {
  // A long value goes on in the next line after a backslash.
  const lines = file.replace(/\\\r?\n\s*/g, '').split(/\r?\n/);
  const line = lines.find((each) => /^"path"=/i.test(each));
  if (line === undefined) return null;
  const value = line.slice(line.indexOf('=') + 1);
  const quoted = /^"(.*)"$/s.exec(value)?.[1];
  if (quoted !== undefined) return { type: 'sz', text: quoted.replace(/\\(["\\])/g, '$1') };
  const [, kind, digits = ''] = /^hex\(([12])\):([\da-f,]*)$/i.exec(value) ?? [];
  if (kind === undefined) throw new Error(`HKCU\\Environment\\Path: ${value.slice(0, 20)}`);
  const text = Buffer.from(digits.replaceAll(',', ''), 'hex').toString('utf16le').replace(/\0+$/, '');
  return { type: kind === '1' ? 'sz' : 'expand', text };
}

/** A file that sets Path to that, and touches nothing else. */
export function fileSetting({ type, text }: RegistryText): Buffer {
  const bytes = [...Buffer.from(`${text}\0`, 'utf16le')].map((byte) => byte.toString(16).padStart(2, '0'));
  const value = `hex(${type === 'sz' ? 1 : 2}):${bytes.join(',')}`;
  const file = `\uFEFFWindows Registry Editor Version 5.00\r\n\r\n[${key}]\r\n"Path"=${value}\r\n`;
  return Buffer.from(file, 'utf16le');
}

async function exported(system: System): Promise<RegistryText | null> {
  return withFile(async (file) => {
    await reg(['export', key, file, '/y'], system);
    return pathIn(await readFile(file, 'utf16le'));
  });
}

async function imported(value: RegistryText, system: System): Promise<void> {
  await withFile(async (file) => {
    await writeFile(file, fileSetting(value), { mode: 0o600 });
    await reg(['import', file], system);
  });
}

async function reg(args: string[], system: System): Promise<void> {
  const { ok, output } = await system.run(windowsProgram('reg.exe'), args);
  if (!ok) throw new Error(`reg ${args[0]}: ${output}`);
}

async function withFile<T>(work: (file: string) => Promise<T>): Promise<T> {
  const file = join(tmpdir(), `autocore-migrate-${randomBytes(6).toString('hex')}.reg`);
  try {
    return await work(file);
  } finally {
    await rm(file, { force: true });
  }
}
