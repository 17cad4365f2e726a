import { quoteText } from '../../source/sql.ts';

/** SQL expressions of one valid row; `n` makes what must be unique so. A hazard replaces one or two of them. */
type Template = (n: number) => Record<string, string>;

const time = "'2025-07-15 12:00:00'";
const text = (value: string) => quoteText(value);

export const templates: Record<string, Template> = {
  devices: (n) => ({
    uuid: text(`esp32-teste-${n}`),
    name: text(`Dispositivo de teste ${n}`),
    type: "'esp32_relay'",
    status: "'offline'",
    is_active: '1',
    created_at: time,
  }),
  users: (n) => ({ username: text(`pessoa${n}`), password_hash: "'!'", role: "'viewer'", is_active: '1' }),
  screens: (n) => ({
    name: text(`tela_${n}`),
    title: text(`Tela ${n}`),
    position: String(n),
    is_visible: '1',
  }),
  screen_items: (n) => ({
    screen_id: '1',
    item_type: "'button'",
    name: text(`item_${n}`),
    label: text(`Item ${n}`),
    position: String(n),
    action_type: "'navigation'",
    is_active: '1',
  }),
  relay_channels: (n) => ({
    board_id: '1',
    channel_number: String(1000 + n),
    name: text(`Canal ${n}`),
    protection_mode: "'none'",
    is_active: '1',
  }),
  icons: (n) => ({
    name: text(`icone-${n}`),
    display_name: text(`Ícone ${n}`),
    is_custom: '1',
    is_active: '1',
  }),
  themes: (n) => ({
    name: text(`Tema ${n}`),
    ...Object.fromEntries(
      ['primary', 'secondary', 'background', 'surface', 'success', 'warning', 'error', 'info']
        .map((color) => `${color}_color`)
        .concat('text_primary', 'text_secondary')
        .map((column) => [column, "'#000000'"]),
    ),
  }),
  macros: (n) => ({
    name: text(`Macro ${n}`),
    action_sequence: "'[]'",
    is_active: '1',
    execution_count: '0',
  }),
  can_signals: (n) => ({
    signal_name: text(`Sinal${n}`),
    can_id: "'0x7FF'",
    start_bit: '0',
    length_bits: '8',
    scale_factor: '1.0',
    is_active: '1',
  }),
  telemetry_data: () => ({
    timestamp: time,
    device_id: '1',
    data_type: "'sensor'",
    data_key: "'teste'",
    data_value: "'1.0'",
  }),
  event_logs: () => ({ timestamp: time, event_type: "'system'", source: "'teste'", status: "'success'" }),
  vehicles: (n) => ({
    uuid: text(`1c7a7b63-4d2f-4b68-9a1e-${String(n).padStart(12, '0')}`),
    plate: text(`DEV${String(n).padStart(4, '0')}`),
    chassis: text(`9BWZZZ377VT${String(n).padStart(6, '0')}`),
    renavam: text(String(900_000_000 + n)),
    brand: "'Ford'",
    model: "'F-75'",
    year_manufacture: '1975',
    year_model: '1975',
    fuel_type: "'ethanol'",
    category: "'commercial'",
    user_id: '1',
    status: "'retired'",
    odometer: '1',
    odometer_unit: "'km'",
    is_active: '1',
    is_tracked: '0',
    created_at: time,
    updated_at: time,
  }),
  vehicle_devices: () => ({ vehicle_id: '1', device_id: '1', is_active: '1' }),
};
