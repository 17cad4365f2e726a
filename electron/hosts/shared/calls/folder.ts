import type { FileToken } from '../../../../shared/contract.ts';
import type { HostContext } from '../context.ts';

/** A folder that the user chose. A page in a browser stays inside of those it may see, whatever token it sends. */
export async function chosenFolder(
  { files, browser }: Pick<HostContext, 'files' | 'browser'>,
  token: FileToken,
): Promise<string> {
  const path = files.path(token);
  return browser ? browser.folder(path) : path;
}
