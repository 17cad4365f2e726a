import type { ConversionName } from '../../../shared/model/index.ts';
import { plainTimeSql } from '../convert/time.ts';
import { quoteName } from '../source/sql.ts';

/**
 * SQLite condition for the values of a column that do not cross exactly by a conversion. `well_formed` must be registered
 * (profile.ts). The counterpart of `troubles` in plan/columns.ts, row by row.
 */
export function troubleCondition(conversion: ConversionName, column: string): string {
  const c = quoteName(column);
  const notOf = (...classes: string[]) =>
    `typeof(${c}) not in ('null', ${classes.map((k) => `'${k}'`).join(', ')})`;
  switch (conversion) {
    case 'integer':
      return notOf('integer');
    case 'numeric':
      return `(${notOf('integer', 'real')} or (typeof(${c}) = 'real' and abs(${c}) > 1.7976931348623157e308))`;
    case 'double':
      return `(${notOf('integer', 'real')} or (typeof(${c}) = 'integer' and (${c} collate binary > 9007199254740992 or ${c} collate binary < -9007199254740992)))`;
    case 'boolean':
      return `(${notOf('integer')} or (typeof(${c}) = 'integer' and ${c} collate binary not in (0, 1)))`;
    case 'timestamp':
    case 'date':
    case 'time':
      return `(${notOf('text')} or (typeof(${c}) = 'text' and not ${plainTimeSql(conversion, c)}))`;
    case 'text':
      return `(${notOf('text')} or (typeof(${c}) = 'text' and (instr(${c}, char(0)) > 0 or not well_formed(cast(${c} as blob)))))`;
    case 'bytea':
      return notOf('blob');
    case 'timestamptz':
      return `(${notOf('text')} or (typeof(${c}) = 'text' and not ${plainTimeSql('timestamp', c)}))`;
    case 'real':
    case 'interval':
    case 'json':
    case 'jsonb':
    case 'uuid':
    case 'network':
    case 'textArray':
    case 'array':
      // Only reading the value itself tells.
      return `${c} is not null`;
  }
}
