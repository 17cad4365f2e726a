import { open } from 'node:fs/promises';
import { whileHeld } from './files.ts';

/**
 * Windows opens a file for one alone only where nobody else has it. libuv's own flag, which Node passes on:
 * https://github.com/libuv/libuv/blob/v1.x/include/uv/win.h (UV_FS_O_EXLOCK)
 */
const forOneAlone = 0x10000000;

/** Milliseconds: a virus scanner lets go, an application does not. */
const scanners = 3_000;

/**
 * True while somebody, this process included, has the file open; null where it is closed to us, so that nothing can be
 * told. For Windows: elsewhere the flag says nothing.
 */
export async function isOpenElsewhere(path: string, openFile = open): Promise<boolean | null> {
  try {
    const file = await whileHeld(() => openFile(path, forOneAlone), { platform: 'win32', wait: scanners });
    await file.close();
    return false;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return false;
    if (code === 'EBUSY') return true;
    if (code === 'EPERM' || code === 'EACCES') return null;
    throw error;
  }
}
