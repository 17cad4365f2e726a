import { type ArrayItems, readArray } from './array-literal.ts';

/** A text[] as PostgreSQL prints it, as JSON the way Python writes lists; one with bounds of its own stays as it is. */
export function decodeArray(text: string): string {
  const found = readArray(text);
  return found === null || found.bounds !== '' ? text : json(found.items);
}

function json(items: ArrayItems): string {
  return `[${items.map((each) => (Array.isArray(each) ? json(each) : JSON.stringify(each))).join(', ')}]`;
}
