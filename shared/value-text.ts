import { bytesText } from './bytes-text.ts';
import type { JsonValue } from './model/index.ts';

/** A value of the source as people read it; null is left to the caller to word. */
export function valueText(value: JsonValue): string | null {
  if (value === null) return null;
  if (typeof value !== 'object') return String(value);
  if ('integer' in value) return value.integer;
  if ('real' in value) return value.real;
  return bytesText(value.base64);
}

/** `id=7, device=3`. */
export function keyText(key: Record<string, JsonValue> | null): string {
  return Object.entries(key ?? {})
    .map(([name, value]) => `${name}=${valueText(value) ?? 'NULL'}`)
    .join(', ');
}
