import { firstSecond, plainTime } from '../clock.ts';
import type { Row } from '../rows.ts';

const created = plainTime(firstSecond - 86_400 * 20);

const screens: readonly [name: string, title: string, icon: string, parent: number | null][] = [
  ['home', 'Início', 'home', null],
  ['lighting', 'Iluminação', 'bulb', 1],
  ['winch', 'Guincho', 'winch-in', 1],
  ['accessories', 'Acessórios', 'plug', 1],
  ['engine', 'Motor e Câmbio', 'gauge', 1],
  ['lighting_rear', 'Iluminação Traseira', 'light-rear', 2],
  ['camping', 'Acampamento', 'tent', 4],
];

/** Seven screens, three levels deep. */
export function screenRows(): Row[] {
  return screens.map(([name, title, icon, parent], index) => ({
    id: index + 1,
    name,
    title,
    icon,
    screen_type: parent === null ? 'dashboard' : 'control',
    parent_id: parent,
    position: index,
    columns_mobile: 2,
    columns_display_small: 2,
    columns_display_large: 4,
    columns_web: 4,
    is_visible: 1,
    required_permission: name === 'winch' ? 'operator' : null,
    show_on_mobile: 1,
    show_on_display_small: index < 5 ? 1 : 0,
    show_on_display_large: 1,
    show_on_web: 1,
    show_on_controls: name === 'winch' ? 1 : 0,
    created_at: created,
  }));
}

const gauges: readonly [name: string, label: string, key: string, unit: string][] = [
  ['rpm', 'Rotação', 'rpm', 'rpm'],
  ['coolant', 'Água do Motor', 'coolant_temp', '°C'],
  ['battery', 'Bateria', 'battery_voltage', 'V'],
  ['fuel', 'Combustível', 'fuel_level', '%'],
];

/** A button or switch for every active channel of the first board, and gauges on the engine's screen. */
export function itemRows(channels: readonly Row[]): Row[] {
  const blank = {
    size_mobile: 'normal',
    size_display_small: 'small',
    size_display_large: 'normal',
    size_web: 'normal',
  };
  const controls = channels.slice(0, 15).map((channel, index): Row => {
    const momentary = channel.function_type === 'momentary';
    return {
      ...blank,
      screen_id: [2, 2, 2, 6, 3, 3, 1][index] ?? (index % 2 ? 4 : 7),
      item_type: momentary ? 'button' : 'switch',
      name: `relay_${index + 1}`,
      label: channel.name ?? '',
      icon: channel.icon ?? null,
      position: index,
      action_type: 'relay_control',
      action_target: `autocore/devices/esp32-relay-001/relay/${index + 1}`,
      action_payload: momentary ? JSON.stringify({ modo: 'momentâneo', canal: index + 1 }) : 'toggle',
      relay_board_id: 1,
      relay_channel_id: channel.id ?? null,
    };
  });
  const displays = gauges.map(
    ([name, label, key, unit], index): Row => ({
      ...blank,
      screen_id: 5,
      item_type: index < 2 ? 'gauge' : 'display',
      name,
      label,
      icon: 'gauge',
      position: index,
      data_source: 'telemetry',
      data_path: `can.${key}`,
      data_format: index === 2 ? '{:.1f}' : null,
      data_unit: unit,
    }),
  );
  const macro: Row = {
    ...blank,
    screen_id: 1,
    item_type: 'button',
    name: 'macro_chegada',
    label: 'Chegada ao Acampamento',
    icon: 'tent',
    position: 9,
    action_type: 'macro',
    action_target: '1',
    action_payload: null,
  };
  return [...controls, ...displays, macro].map((row, index) => ({
    id: index + 1,
    ...row,
    is_active: 1,
    created_at: created,
  }));
}
