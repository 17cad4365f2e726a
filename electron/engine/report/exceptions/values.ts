import { isUtf8 } from 'node:buffer';
import type { JsonValue } from '../../../../shared/model/index.ts';

/** What no page shows, and no line of CSV should hold. */
const hiddenBytes = /[^\P{Cc}\t\n\r]/u;

/** A value of the source as text: bytes as what they say, else in base64; null is NULL. */
export function originalText(value: JsonValue): string | null {
  if (value === null) return null;
  if (typeof value !== 'object') return String(value);
  if ('integer' in value) return value.integer;
  if ('real' in value) return value.real;
  return readable(value.base64) ?? `base64:${value.base64}`;
}

/** The text that bytes are; null where they are none that a person could have typed. */
export function readable(base64: string): string | null {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length === 0 || !isUtf8(bytes)) return null;
  const text = bytes.toString('utf8');
  return hiddenBytes.test(text) ? null : text;
}

/** `id=7, device=3`. */
export function keyWords(key: Record<string, JsonValue>): string {
  return Object.entries(key)
    .map(([name, value]) => `${name}=${originalText(value) ?? 'NULL'}`)
    .join(', ');
}
