import type { Row } from './rows.ts';
import { newestSchema, type SampleColumn, type SampleTable } from './schema.ts';

/**
 * Versions of AutoCore found in the field, oldest first; '14' is the newest. '11-early' still has names on relay boards
 * and states on channels; '14-strftime' has a CHECK that today's SQLite refuses to evaluate.
 */
export const eras = [
  '11-early',
  '11',
  '11+macro',
  '12',
  'enum',
  '14',
  '14-strftime',
  'hand-patched',
] as const;
export type Era = (typeof eras)[number];

/** What a version changes about the newest schema and its data. */
export interface EraShape {
  tables: SampleTable[];
  /** Statements after CREATE TABLE, before any row. */
  alterations: string[];
  /** A row of the newest version as this version stores it. */
  adapt(table: string, row: Row): Row;
  /** Statements after the last row: what upgrades left behind. */
  leftovers: string[];
}

const keep = (_table: string, row: Row): Row => row;
const vehicleTables = ['vehicles', 'vehicle_devices'];

function column(name: string, type: string): SampleColumn {
  return { name, type, notNull: false };
}

function without(tables: readonly SampleTable[], names: readonly string[]): SampleTable[] {
  return tables.filter((table) => !names.includes(table.name));
}

function change(
  tables: readonly SampleTable[],
  name: string,
  by: (table: SampleTable) => SampleTable,
): SampleTable[] {
  return tables.map((table) => (table.name === name ? by(table) : table));
}

function withoutColumn(table: SampleTable, name: string): SampleTable {
  return { ...table, columns: table.columns.filter((each) => each.name !== name) };
}

function eleven(): SampleTable[] {
  const tables = without(newestSchema, ['icons', ...vehicleTables]);
  return change(tables, 'relay_channels', (table) => withoutColumn(table, 'allow_in_macro'));
}

/** Alembic's ADD COLUMN puts the new column last. */
const addAllowInMacro = "ALTER TABLE relay_channels ADD COLUMN allow_in_macro BOOLEAN DEFAULT '1'";

function twelve(): SampleTable[] {
  const tables = without(newestSchema, vehicleTables);
  return change(tables, 'relay_channels', (table) => withoutColumn(table, 'allow_in_macro'));
}

function early(): EraShape {
  const boards = change(eleven(), 'relay_boards', (table) => ({
    ...table,
    columns: [...table.columns, column('name', 'VARCHAR(100)'), column('location', 'VARCHAR(100)')],
  }));
  const tables = change(boards, 'relay_channels', (table) => ({
    ...table,
    columns: [...table.columns, column('default_state', 'BOOLEAN'), column('current_state', 'BOOLEAN')],
  }));
  const adapt = (table: string, row: Row): Row => {
    if (table === 'relay_boards') return { ...row, name: `Placa ${row.id}`, location: 'Porta-malas' };
    if (table === 'relay_channels') return { ...row, default_state: 0, current_state: 0 };
    return row;
  };
  return { tables, alterations: [], adapt, leftovers: [] };
}

/** Width of each enumeration: SQLAlchemy takes the longest member. */
const enumerations: Record<string, Record<string, number>> = {
  devices: { type: 19, status: 11 },
  relay_channels: { function_type: 9, protection_mode: 9 },
  users: { role: 8 },
  screen_items: { item_type: 7, action_type: 13 },
};

function enumEra(): EraShape {
  const tables = twelve().map((table) => ({
    ...table,
    columns: table.columns.map((each) => {
      const width = enumerations[table.name]?.[each.name];
      return width ? { ...each, type: `VARCHAR(${width})` } : each;
    }),
    checks: table.checks.map((check) => ({
      ...check,
      expression: check.expression.replaceAll(/'[a-z_]+'/g, (member) => member.toUpperCase()),
    })),
  }));
  const adapt = (table: string, row: Row): Row => {
    const changed = { ...row };
    for (const name of Object.keys(enumerations[table] ?? {})) {
      const value = changed[name];
      if (typeof value === 'string') changed[name] = value.toUpperCase();
    }
    return changed;
  };
  const leftovers = [
    'CREATE TABLE _alembic_tmp_screen_items (\n\tid INTEGER NOT NULL, \n\tscreen_id INTEGER NOT NULL, ' +
      '\n\titem_type VARCHAR(7) NOT NULL, \n\tlabel VARCHAR(100) NOT NULL, \n\tPRIMARY KEY (id)\n)',
    'INSERT INTO _alembic_tmp_screen_items SELECT id, screen_id, item_type, label FROM screen_items WHERE id <= 3',
  ];
  return { tables, alterations: [addAllowInMacro], adapt, leftovers };
}

/** One history's vehicles: the year is compared with today, which SQLite no longer allows in a CHECK. */
function strftimeEra(): EraShape {
  const tables = change(newestSchema, 'vehicles', (table) => ({
    ...table,
    checks: table.checks
      .filter((check) => check.name !== 'check_single_vehicle_record')
      .map((check) =>
        check.name === 'check_vehicles_valid_manufacture_year'
          ? {
              ...check,
              expression:
                "year_manufacture >= 1900 AND year_manufacture <= CAST(strftime('%Y', 'now') AS INTEGER) + 1",
            }
          : check,
      ),
  }));
  return { tables, alterations: [], adapt: keep, leftovers: [] };
}

/** vehicles rebuilt by hand: AUTOINCREMENT, unnamed checks, no indexes, a reference to a table that is gone. */
function handPatched(): EraShape {
  const vehicles = change(newestSchema, 'vehicles', (table) => ({
    ...table,
    autoincrement: true,
    checks: [
      { name: null, expression: 'length(chassis) >= 11' },
      { name: null, expression: 'odometer >= 0' },
    ],
    indexes: [],
  }));
  const tables = change(vehicles, 'vehicle_devices', (table) => ({
    ...table,
    foreignKeys: table.foreignKeys.map((key) =>
      key.references === 'vehicles' ? { ...key, references: 'vehicles_backup' } : key,
    ),
  }));
  const adapt = (table: string, row: Row): Row =>
    table === 'vehicles' ? { ...row, chassis: '377VT004251' } : row;
  const leftovers = [
    'CREATE TABLE vehicles_new (id INTEGER PRIMARY KEY AUTOINCREMENT, plate VARCHAR(10) NOT NULL, ' +
      'chassis VARCHAR(30) NOT NULL, CHECK (length(chassis) >= 11))',
    'INSERT INTO vehicles_new (plate, chassis) SELECT plate, chassis FROM vehicles',
  ];
  return { tables, alterations: [], adapt, leftovers };
}

export function eraShape(era: Era): EraShape {
  const plain = { alterations: [], adapt: keep, leftovers: [] };
  switch (era) {
    case '11-early':
      return early();
    case '11':
      return { tables: eleven(), ...plain };
    case '11+macro':
      return { tables: eleven(), ...plain, alterations: [addAllowInMacro] };
    case '12':
      return { tables: twelve(), ...plain, alterations: [addAllowInMacro] };
    case 'enum':
      return enumEra();
    case '14':
      return { tables: [...newestSchema], ...plain };
    case '14-strftime':
      return strftimeEra();
    case 'hand-patched':
      return handPatched();
  }
}
