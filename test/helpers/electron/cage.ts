import { readFileSync } from 'node:fs';

/**
 * What Electron refuses to a native library that Node allows: its V8 keeps all memory of buffers in one cage, and takes
 * none that was allocated elsewhere. https://www.electronjs.org/blog/v8-memory-cage
 */
const refused: { name: string; why: string; unless?: string }[] = [
  { name: 'napi_create_external_arraybuffer', why: 'fails with napi_no_external_buffers_allowed' },
  // node-addon-api's Buffer::NewOrCopy asks for both: it copies where the first is refused.
  {
    name: 'napi_create_external_buffer',
    why: 'fails with napi_no_external_buffers_allowed',
    unless: 'napi_create_buffer_copy',
  },
  { name: '_ZN4node6Buffer3NewEPN2v87IsolateEPcm', why: 'ends the process' },
  { name: '_ZN2v811ArrayBuffer15NewBackingStoreEPv', why: 'ends the process' },
];

/** What a native library asks of V8 that it would not get in Electron, each with what comes of it. */
export function refusedByCage(library: Buffer): string[] {
  return refused
    .filter(({ name, unless }) => library.includes(name) && !(unless && library.includes(unless)))
    .map(({ name, why }) => `${name} ${why}`);
}

/** @throws Error for a library that could not work in Electron. */
export function requireCaged(file: string): void {
  const wrong = refusedByCage(readFileSync(file));
  if (wrong.length > 0) throw new Error(`${file}: ${wrong.join('; ')}`);
}
