import { quoteText } from '../../source/sql.ts';
import type { Random } from '../random.ts';

/** One row with one wrong value: `set` replaces expressions of the table's template. */
export interface ValueHazard {
  hazard: string;
  table: string;
  column: string;
  set: Record<string, string>;
}

function one(
  hazard: string,
  table: string,
  column: string,
  expression: string,
  also: Record<string, string> = {},
) {
  return { hazard, table, column, set: { ...also, [column]: expression } };
}

/** Text made of bytes, whatever they are. */
const bytes = (hex: string) => `cast(x'${hex}' as text)`;

/** Every spelling of time met in the field, by hazard name. */
const times: Record<string, string> = {
  isoT: "'2025-08-09T14:03:11'",
  isoZ: "'2025-08-09T14:03:11Z'",
  isoMillisecondsZ: "'2025-08-09T14:03:11.123Z'",
  offset: "'2025-08-09 14:03:11-03:00'",
  offsetWithoutColon: "'2025-08-09T14:03:11.123456+0000'",
  dateOnly: "'2025-08-09'",
  withoutSeconds: "'2025-08-09 14:03'",
  unpadded: "'2025-8-9 4:03:11'",
  spaces: "' 2025-08-09 14:03:11 '",
  comma: "'2025-08-09 14:03:11,500'",
  nanoseconds: "'2025-08-09 14:03:11.123456789'",
  brazilian: "'09/08/2025 14:03:11'",
  epochSeconds: '1754748191',
  epochMilliseconds: '1754748191123',
  epochMicroseconds: '1754748191123456',
  epochReal: '1754748191.123',
  julian: '2460897.0855439815',
  empty: "''",
  zero: "'0000-00-00 00:00:00'",
  impossible: "'2025-02-30 10:00:00'",
  month13: "'2025-13-01 00:00:00'",
  hour24: "'2025-08-09 24:00:00'",
  leapSecond: "'2025-06-30 23:59:60'",
  year0001: "'0001-01-01 00:00:00'",
  year9999: "'9999-12-31 23:59:59.999999'",
  beyond9999: "'10000-01-01 00:00:00'",
  beforeChrist: "'-0044-03-15 00:00:00'",
  clock1970: "'1970-01-01 00:00:17.000345'",
  clock2080: "'2080-01-06 00:00:00'",
  word: "'agora'",
  none: "'None'",
  blob: "x'323032352d30382d3039'",
  notUtf8: bytes('323032352d30382d30392031344833e3'),
};

/** Text that is, or should be, JSON. */
const documents: Record<string, string> = {
  broken: `'{"canal": 1'`,
  word: "'toggle'",
  empty: "''",
  nan: `'{"valor": NaN}'`,
  infinity: `'{"valor": -Infinity}'`,
  python: `'{''ligado'': True, ''nome'': None}'`,
  duplicateKeys: `'{"canal": 1, "canal": 2}'`,
  nul: `'{"texto": "a\\u0000b"}'`,
  loneSurrogate: `'{"texto": "\\ud83d"}'`,
  hugeNumber: `'{"valor": 1e400000}'`,
  longDecimals: `'{"valor": 0.1000000000000000055511151231257827021181583404541015625}'`,
  scalar: "'42'",
};

/** One of each, in a fixed order; big texts come from `random`. */
export function valueHazards(random: Random): ValueHazard[] {
  const everyTime = Object.entries(times).flatMap(([name, expression]) => [
    one(`time.${name}`, 'telemetry_data', 'timestamp', expression),
    one(`time.${name}`, 'event_logs', 'timestamp', expression),
    one(`time.${name}`, 'macros', 'last_executed', expression),
  ]);
  const everyDocument = Object.entries(documents).flatMap(([name, expression]) => [
    one(`json.${name}`, 'devices', 'configuration_json', expression),
    one(`json.${name}`, 'event_logs', 'payload', expression),
    one(`json.${name}`, 'macros', 'action_sequence', expression),
    one(`json.${name}`, 'telemetry_data', 'data_value', expression),
    one(`json.${name}`, 'icons', 'tags', expression),
  ]);
  return [...storageClasses, ...everyTime, ...everyDocument, ...texts(random), ...keys];
}

const storageClasses: ValueHazard[] = [
  one('integer.real', 'screen_items', 'position', '2.5'),
  one('integer.hugeReal', 'macros', 'execution_count', '1e300'),
  one('integer.infinity', 'macros', 'execution_count', '9e999'),
  one('integer.empty', 'screen_items', 'relay_board_id', "''"),
  one('integer.word', 'screen_items', 'relay_channel_id', "'canal 3'"),
  one('integer.word', 'themes', 'border_radius', "'12px'"),
  one('integer.blob', 'screen_items', 'position', "x'0102'"),
  one('integer.beyond32', 'macros', 'execution_count', '4294967296123'),
  one('integer.beyond53', 'macros', 'execution_count', '9223372036854775807'),
  one('integer.minimum', 'macros', 'execution_count', '-9223372036854775808'),
  one('id.negative', 'themes', 'id', '-5'),
  one('id.zero', 'screens', 'id', '0'),
  one('boolean.word', 'devices', 'is_active', "'true'"),
  one('boolean.word', 'devices', 'is_active', "'sim'"),
  one('boolean.number', 'devices', 'is_active', '2'),
  one('boolean.number', 'relay_channels', 'is_active', '-1'),
  one('boolean.real', 'devices', 'is_active', '0.5'),
  one('boolean.empty', 'users', 'is_active', "''"),
  one('boolean.blob', 'users', 'is_active', "x'01'"),
  one('text.blob', 'devices', 'name', "x'00ff10fe'"),
  one('text.blob', 'event_logs', 'payload', "x'89504e470d0a1a0a'"),
  one('real.infinity', 'can_signals', 'max_value', '9e999'),
  one('real.infinity', 'can_signals', 'min_value', '-9e999'),
  one('real.nan', 'can_signals', 'scale_factor', "'nan'"),
  one('real.empty', 'can_signals', 'max_value', "''"),
  one('real.comma', 'can_signals', 'scale_factor', "'0,25'"),
  one('real.blob', 'can_signals', 'offset', "x'3ff0000000000000'"),
  one('real.smallest', 'can_signals', 'scale_factor', '5e-324'),
];

function texts(random: Random): ValueHazard[] {
  const words = Array.from({ length: 150_000 }, () => random.hex(7)).join(' ');
  return [
    one('text.long', 'devices', 'uuid', "'esp32-relay-com-um-nome-muito-comprido-dado-pelo-instalador-1'"),
    one('text.long', 'devices', 'mac_address', "'70:D0:7A:1F:8A:3C (wlan)'"),
    one('text.long', 'devices', 'ip_address', "'fe80::72d0:7aff:fe1f:8a3c%wlan0'"),
    one('text.long', 'event_logs', 'ip_address', "'2804:14c:65d7:8f00::1001'"),
    one('text.long', 'can_signals', 'can_id', "'0x18FEF100'"),
    one('text.empty', 'devices', 'mac_address', "''"),
    one('text.nul', 'screen_items', 'label', bytes('4775696e00636f')),
    one('text.nul', 'telemetry_data', 'data_value', bytes('6f6e6c696e6500')),
    one('text.notUtf8', 'users', 'full_name', bytes('53e36f204a6fe36f')),
    one('text.notUtf8', 'event_logs', 'error_message', bytes('46616c68612064652072e964653a20809320')),
    one('text.notUtf8', 'telemetry_data', 'data_value', bytes('33302e35b043')),
    one('text.cutUtf8', 'devices', 'name', bytes('42617465726961203132c3')),
    one('text.surrogateBytes', 'event_logs', 'payload', bytes('eda0bdedb882')),
    one(
      'text.controls',
      'event_logs',
      'error_message',
      "'C:\\dados' || char(9, 13, 10, 11, 27, 127) || '\\.'",
    ),
    one('text.copyNull', 'telemetry_data', 'data_value', "'\\N'"),
    // Distinct words: a tsvector of them would exceed PostgreSQL's 1 MB.
    one('text.huge', 'event_logs', 'payload', quoteText(words)),
    // Random digits do not compress below a B-tree entry's third of a page.
    one('text.beyondIndex', 'telemetry_data', 'data_key', quoteText(random.hex(12_000))),
  ];
}

const keys: ValueHazard[] = [
  one('vehicle.second', 'vehicles', 'id', '2'),
  one('uuid.case', 'devices', 'uuid', "'7F3C2A90-51DE-4B6C-9E0F-2D8A4C11B7E5'"),
  one('uuid.case', 'vehicles', 'uuid', "'0B6F6A52-3C1E-4A57-8F0D-9A4BE1F7C3D2'"),
  one('unique.null', 'devices', 'mac_address', 'null'),
  one('unique.null', 'users', 'email', 'null'),
  one('orphan', 'telemetry_data', 'device_id', '999'),
  one('orphan', 'event_logs', 'user_id', '999'),
  one('orphan', 'screen_items', 'screen_id', '999'),
  one('orphan', 'relay_channels', 'board_id', '999'),
  one('orphan', 'vehicle_devices', 'device_id', '999'),
  one('cycle', 'screens', 'parent_id', '900', { id: '900' }),
  one('cycle', 'icons', 'fallback_icon_id', '901', { id: '900' }),
  one('cycle', 'icons', 'fallback_icon_id', '900', { id: '901' }),
  one('check', 'screen_items', 'data_source', 'null', { item_type: "'gauge'", action_type: 'null' }),
  one('check', 'screen_items', 'relay_board_id', 'null', { action_type: "'relay_control'" }),
  one('check', 'vehicles', 'fuel_type', "'gnv'"),
  one('check', 'vehicles', 'year_model', '1969'),
  one('vehicle.chassis', 'vehicles', 'chassis', "'LA1BSK29242'"),
  one('enum.legacy', 'screen_items', 'item_type', "'DISPLAY'", { action_type: 'null' }),
  one('enum.legacy', 'screen_items', 'action_type', "'relay_toggle'"),
  one('enum.legacy', 'devices', 'type', "'hmi_display'"),
  one('enum.legacy', 'devices', 'type', "'ESP32_DISPLAY'"),
  // Last: SQLite gives later rows of the table higher ids.
  one('id.beyond32', 'event_logs', 'id', '3000000000'),
];
