import pg from 'pg';

/** What JavaScript holds exactly and code wants as it is. Everything else stays the text that the server sent. */
const parsed = new Set<number>([
  pg.types.builtins.BOOL,
  pg.types.builtins.INT2,
  pg.types.builtins.INT4,
  pg.types.builtins.OID,
]);

/** text[] and name[], which queries of the catalogue return; pg-types has no names for arrays. */
const textArrays = new Set<number>([1003, 1009]);

/**
 * Type parsers of all our clients: int8, numeric, floats, times, json and bytea come as text, because a value that
 * is compared or carried over must not be rounded on the way.
 */
export const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format === 'binary' || parsed.has(oid)) return pg.types.getTypeParser(oid, format ?? 'text');
    if (textArrays.has(oid)) return pg.types.getTypeParser(1009 as never, 'text');
    return (value: string) => value;
  }) as typeof pg.types.getTypeParser,
};
