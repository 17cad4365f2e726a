import type { ConversionName } from '../../../shared/model/index.ts';
import { textArray } from './array.ts';
import { boolean } from './boolean.ts';
import { bytea } from './bytea.ts';
import { alsoFromBytes } from './bytes-held.ts';
import { jsonb } from './json.ts';
import { double, integer, numeric } from './number.ts';
import { text } from './text.ts';
import { date, time, timestamp } from './time.ts';
import type { Conversion } from './types.ts';
import { uuid } from './uuid.ts';

/** Every way across, by the name that a plan uses. */
export const conversions: Record<ConversionName, Conversion> = {
  text,
  integer: alsoFromBytes(integer),
  numeric: alsoFromBytes(numeric),
  double: alsoFromBytes(double),
  boolean,
  timestamp: alsoFromBytes(timestamp),
  date: alsoFromBytes(date),
  time: alsoFromBytes(time),
  bytea,
  jsonb: alsoFromBytes(jsonb),
  uuid: alsoFromBytes(uuid),
  textArray: alsoFromBytes(textArray),
};
