export type Profile = 'compatible' | 'enhanced';

/**
 * How one value crosses from SQLite to PostgreSQL. Each name has its `encode` in a module of electron/engine/convert, and
 * its way back in decode.ts there.
 */
export type ConversionName =
  | 'text'
  | 'integer'
  | 'numeric'
  | 'double'
  | 'real'
  | 'boolean'
  | 'timestamp'
  | 'timestamptz'
  | 'date'
  | 'time'
  | 'bytea'
  | 'interval'
  | 'json'
  | 'jsonb'
  | 'uuid'
  | 'network'
  | 'textArray'
  | 'array';
