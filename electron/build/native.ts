import { open } from 'node:fs/promises';

/** What a program or library was built for, in Node's words; `other` for any machine that no package is made for. */
export interface Native {
  platform: 'linux' | 'darwin' | 'win32';
  arches: string[];
}

const elf: Record<number, string> = { 62: 'x64', 183: 'arm64', 40: 'arm', 3: 'ia32' };
const pe: Record<number, string> = { 34404: 'x64', 43620: 'arm64', 332: 'ia32' };
const mach: Record<number, string> = { 16777223: 'x64', 16777228: 'arm64' };

/** Bytes from the beginning of a file that tell. */
const tellingBytes = 4096;

/** What a file was built for; null where it is no program and no library. */
export async function nativeIn(path: string): Promise<Native | null> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(tellingBytes), 0, tellingBytes, 0);
    return nativeOf(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/**
 * Reads the header of a program or library; null for any other file.
 * ELF: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html, PE:
 * https://learn.microsoft.com/windows/win32/debug/pe-format, Mach-O: mach-o/loader.h and fat.h.
 */
export function nativeOf(head: Buffer): Native | null {
  if (head.length < 64) return null;
  const magic = head.readUInt32BE(0);
  if (magic === 0x7f454c46) return { platform: 'linux', arches: [elf[head.readUInt16LE(18)] ?? 'other'] };
  if (magic === 0xcffaedfe) return { platform: 'darwin', arches: [mach[head.readUInt32LE(4)] ?? 'other'] };
  if (magic === 0xcafebabe) return universal(head);
  return head.toString('latin1', 0, 2) === 'MZ' ? windows(head) : null;
}

function windows(head: Buffer): Native | null {
  const at = head.readUInt32LE(60);
  if (at + 6 > head.length || head.toString('latin1', at, at + 4) !== 'PE\0\0') return null;
  return { platform: 'win32', arches: [pe[head.readUInt16LE(at + 4)] ?? 'other'] };
}

function universal(head: Buffer): Native | null {
  const count = head.readUInt32BE(4);
  // Java's classes begin with the same four bytes, and have a version here.
  if (count > 8 || 8 + count * 20 > head.length) return null;
  const types = Array.from({ length: count }, (_, i) => head.readUInt32BE(8 + i * 20));
  return { platform: 'darwin', arches: types.map((type) => mach[type] ?? 'other') };
}
