import type { ConversionName } from '../../../shared/model/index.ts';
import { textArray } from './array.ts';
import { arrayOf } from './array-of.ts';
import { boolean } from './boolean.ts';
import { bytea } from './bytea.ts';
import { alsoFromBytes } from './bytes-held.ts';
import { interval } from './interval.ts';
import { jsonb } from './json.ts';
import { json } from './json-text.ts';
import { network } from './network.ts';
import { double, integer, numeric } from './number.ts';
import { real } from './real.ts';
import { text } from './text.ts';
import { date, time, timestamp } from './time.ts';
import { timestamptz } from './timestamptz.ts';
import type { Conversion } from './types.ts';
import { uuid } from './uuid.ts';

/** Every way across, by the name that a plan uses. */
export const conversions: Record<ConversionName, Conversion> = {
  text,
  integer: alsoFromBytes(integer),
  numeric: alsoFromBytes(numeric),
  double: alsoFromBytes(double),
  real: alsoFromBytes(real),
  boolean,
  timestamp: alsoFromBytes(timestamp),
  timestamptz: alsoFromBytes(timestamptz),
  date: alsoFromBytes(date),
  time: alsoFromBytes(time),
  bytea,
  interval: alsoFromBytes(interval),
  json: alsoFromBytes(json),
  jsonb: alsoFromBytes(jsonb),
  uuid: alsoFromBytes(uuid),
  network: alsoFromBytes(network('inet')),
  textArray: alsoFromBytes(textArray),
  // A column's fit says of what else: conversionOf in column.ts.
  array: alsoFromBytes(arrayOf(text, { conversion: 'text' })),
};
