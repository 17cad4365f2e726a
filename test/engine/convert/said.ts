import { type Conversion, Trouble } from '../../../electron/engine/convert/types.ts';
import type { SqlValue } from '../../../electron/engine/convert/values.ts';

export type Value = Exclude<SqlValue, null>;

/** The text that is loaded, or the cause with the repair. */
export function said(conversion: Conversion, value: Value): string {
  const result = conversion.encode(value);
  return result instanceof Trouble ? `${result.code} ${result.text}` : result;
}

/** A column of which nobody knows how its writers spell times. */
export const asWritten = { sixDecimals: false, alwaysDecimals: false };
