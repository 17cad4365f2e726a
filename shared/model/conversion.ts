export type Profile = 'compatible' | 'enhanced';

/**
 * How one value crosses from SQLite to PostgreSQL. Each name is one small module pair (encode, decode) in
 * electron/engine/convert.
 */
export type ConversionName =
  | 'text'
  | 'integer'
  | 'numeric'
  | 'double'
  | 'boolean'
  | 'timestamp'
  | 'date'
  | 'time'
  | 'bytea'
  | 'jsonb'
  | 'uuid'
  | 'textArray';
