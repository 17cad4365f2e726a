import type { Database } from 'better-sqlite3';
import type {
  ColumnTroubles,
  ConversionName,
  Profile,
  SourceTable,
  TableProfile,
  ValueForm,
} from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { jsonColumnsOf } from '../plan/autocore.ts';
import { chooseType, roomiest, troubles, wantedType } from '../plan/columns.ts';
import { fold, quoteName } from '../source/sql.ts';
import { spelledOtherwise } from './own-forms.ts';
import { scanColumn, scanTroubles, uuidCollisions } from './troubles.ts';

/** Tables up to this size have every JSON text read, also when the types stay as they are. */
const readAll = 50_000;

/** Everything in a table that would not cross exactly: for the types it asks for, and for the richer ones it might get. */
export function tableTroubles(
  db: Database,
  table: SourceTable,
  profile: TableProfile,
  encoding: TextEncoding,
  chosen: Profile,
  /** Other tables refer to this one. */
  isParent: boolean,
): ColumnTroubles[] {
  return table.columns.flatMap((column) => {
    const p = profile.columns[column.name];
    if (!p) return [];
    const found: ColumnTroubles[] = [];
    const { conversion } = wantedType(table, column, p, roomiest);
    if (troubles(conversion, p) > 0) {
      const scan = (name: ConversionName) => scanTroubles(db, table, column.name, name, encoding);
      const inForm = (name: ConversionName, form: ValueForm) => {
        const where = `${quoteName(column.name)} is not null`;
        return scanColumn(db, table, column.name, { conversion: name, form }, encoding, where);
      };
      const measured = scan(conversion);
      found.push(measured);
      // Where another type is taken for them, what becomes of the values there is to be told as well.
      const choose = () =>
        chooseType(table, column, p, { isParent, profile: 'compatible', troubles: found, rules: roomiest });
      const { fallback: wide, conversion: first } = choose();
      const isAsked = wide !== null || (first === 'text' && p.integers > 0);
      const instead = isAsked && spelledOtherwise(db, table, column.name, conversion, encoding);
      if (instead) found.push(instead);
      const { fallback, conversion: taken, form } = choose();
      if (fallback && troubles(taken, p) > 0)
        found.push(form && !instead ? inForm(taken, form) : scan(taken));
    }
    if (conversion !== 'text') return found;
    for (const rich of richConversions(table.name, column.name)) {
      const c = quoteName(column.name);
      // Whether JSON is JSON matters to the views only: on a large table the suspicious ones are enough then.
      const quick = `not json_valid(${c}) or ${c} like '%\\u%'`;
      const all = chosen === 'enhanced' || rich === 'uuid' || profile.rows <= readAll;
      const where = `${c} is not null and (${all ? '1' : quick})`;
      const measured = scanTroubles(db, table, column.name, rich, encoding, where);
      found.push(rich === 'uuid' ? withCollisions(db, table, measured, encoding) : measured);
    }
    return found;
  });
}

/** Spellings of one UUID in several rows are different texts, and would be one value. */
function withCollisions(
  db: Database,
  table: SourceTable,
  measured: ColumnTroubles,
  encoding: TextEncoding,
): ColumnTroubles {
  if (!measured.causes.some((cause) => cause.code === 'uuid.spelling')) return measured;
  const plain = (c: string) => `lower(replace(replace(replace(trim(${c}), '-', ''), '{', ''), '}', ''))`;
  const c = quoteName(measured.column);
  const several = `select ${plain(c)} from ${quoteName(table.name)} where typeof(${c}) = 'text'
    group by 1 having count(distinct ${c}) > 1`;
  const collision = uuidCollisions(db, table, measured.column, `${plain(c)} in (${several})`, encoding);
  return collision.lost === 0 ? measured : { ...measured, causes: [collision, ...measured.causes] };
}

/** What a text column of AutoCore could be in the enhanced profile, the best first. */
export function richConversions(table: string, column: string): ConversionName[] {
  const name = fold(column);
  if (name === 'uuid') return ['uuid'];
  if (!jsonColumnsOf(table).includes(name)) return [];
  return name === 'tags' ? ['textArray', 'jsonb'] : ['jsonb'];
}
