import { timestamp } from './time.ts';
import { type Conversion, Trouble } from './types.ts';

const zone = /\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)$/i;

/**
 * Points in time into timestamptz, printed in UTC. Without a zone a value is UTC, as everywhere in SQLite; with one it is
 * the same point in time. https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-TIMEZONES
 */
export const timestamptz: Conversion = {
  encode(value) {
    const read = timestamp.encode(value);
    if (!(read instanceof Trouble)) return zoned(read);
    const text = read.text && zoned(read.text);
    if (typeof value !== 'string' || text === null || !/^time\.(zone|offset)$/.test(read.code))
      return new Trouble(read.code, text, read.reason);
    // The zone says nothing that is lost; the rest may be spelled in a way of its own.
    const stem = timestamp.encode(value.replace(zone, '').replace('T', ' '));
    return stem instanceof Trouble ? new Trouble(stem.code, text, stem.reason) : text;
  },
  copySql(c, p) {
    const sql = timestamp.copySql(c, p);
    return sql === null ? null : `${sql} || '+00'`;
  },
};

/** As PostgreSQL prints it in UTC: `infinity` has no zone, and BC comes last. */
function zoned(text: string): string {
  return text.endsWith('infinity') ? text : text.replace(/( BC)?$/, '+00$1');
}

/** The same without its zone. */
export function unzoned(text: string): string {
  return text.replace(/\+00( BC)?$/, '$1');
}
