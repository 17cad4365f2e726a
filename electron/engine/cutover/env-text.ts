import { AppError } from '../../../shared/errors.ts';

/**
 * The text of an .env file, which python-dotenv and systemd read as UTF-8. A byte order mark stays in it.
 * @throws AppError cutover.envEncoding {path, line}
 */
export function decodeEnv(content: Buffer, path: string): string {
  const text = utf8(content);
  if (text !== null) return text;
  let line = 1;
  for (let at = 0; at < content.length; line++) {
    const end = content.indexOf(10, at) + 1 || content.length;
    if (utf8(content.subarray(at, end)) === null) break;
    at = end;
  }
  throw new AppError('cutover.envEncoding', { path, line });
}

/** Null for bytes that are no text in UTF-8. */
export function utf8(content: Buffer): string | null {
  if (content.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return null;
  }
}
