import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import type { FastifyReply } from 'fastify';
import { rm } from '../../engine/system/files.ts';

/** As data to keep: never as a page that a browser would run here. */
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.sql': 'application/sql; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.ndjson': 'application/x-ndjson; charset=utf-8',
};

/**
 * Sends a document as an attachment and removes its file, whether or not it arrives.
 * @param stays told where the file could not be removed: no reason to end the host.
 */
export function sendDownload(
  reply: FastifyReply,
  { path, name }: { path: string; name: string },
  stays: (error: unknown) => void,
): FastifyReply {
  const stream = createReadStream(path);
  stream.on('close', () => void rm(path, { force: true }).catch(stays));
  return reply
    .header('content-type', types[extname(path)] ?? 'application/octet-stream')
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .send(stream);
}
