import type { ConversionName } from '../../../shared/model/index.ts';
import { boolean } from './boolean.ts';
import { bytea } from './bytea.ts';
import { double, integer, numeric } from './number.ts';
import { text } from './text.ts';
import { date, time, timestamp } from './time.ts';
import type { Conversion } from './types.ts';

/** Every way across, by the name that a plan uses. */
export const conversions: Record<ConversionName, Conversion> = {
  text,
  integer,
  numeric,
  double,
  boolean,
  timestamp,
  date,
  time,
  bytea,
};
