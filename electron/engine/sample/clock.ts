/** Times of the sample: seconds since 1970, never the machine's clock. */

/** First second of telemetry: 1 March 2025, 06:00. */
export const firstSecond = Date.UTC(2025, 2, 1, 6) / 1000;
export const day = 86_400;
/** The gateway writes local time (UTC-3, no daylight saving since 2019); the database writes UTC. */
export const localOffset = -3 * 3600;

/** `2025-08-09 14:03:11`, as CURRENT_TIMESTAMP writes it. */
export function plainTime(second: number): string {
  const iso = new Date(second * 1000).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

/** `2025-08-08 05:11:57.775189`, as SQLAlchemy writes a Python datetime. */
export function preciseTime(second: number, microseconds: number): string {
  return `${plainTime(second)}.${String(microseconds).padStart(6, '0')}`;
}
