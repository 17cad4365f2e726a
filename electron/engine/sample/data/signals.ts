import { day, firstSecond, plainTime } from '../clock.ts';
import type { Row } from '../rows.ts';

type Signal = [
  name: string,
  id: string,
  start: number,
  bits: number,
  scale: number,
  offset: number,
  unit: string,
  min: number,
  max: number,
  description: string,
];

const signals: readonly Signal[] = [
  ['RPM', '0x100', 0, 16, 0.25, 0, 'rpm', 0, 8000, 'Rotação do motor'],
  ['Speed', '0x200', 0, 16, 0.01, 0, 'km/h', 0, 260, 'Velocidade do veículo'],
  ['CoolantTemp', '0x101', 16, 8, 1, -40, '°C', -40, 150, 'Temperatura da água'],
  ['OilPressure', '0x101', 24, 8, 0.0689475729, 0, 'bar', 0, 10, 'Pressão do óleo'],
  ['FuelLevel', '0x300', 0, 8, 0.39215686274509803, 0, '%', 0, 100, 'Nível de combustível'],
  ['BatteryVoltage', '0x301', 8, 16, 0.001, 0, 'V', 0, 20, 'Tensão da bateria'],
  ['Throttle', '0x102', 0, 8, 0.39215686274509803, 0, '%', 0, 100, 'Posição do acelerador'],
  ['IntakeTemp', '0x102', 8, 8, 1, -40, '°C', -40, 120, 'Temperatura do ar de admissão'],
];

export function signalRows(): Row[] {
  return signals.map(([name, id, start, bits, scale, offset, unit, min, max, description], index) => ({
    id: index + 1,
    signal_name: name,
    can_id: id,
    start_bit: start,
    length_bits: bits,
    byte_order: 'big_endian',
    data_type: 'unsigned',
    scale_factor: scale,
    offset,
    unit,
    min_value: min,
    max_value: max,
    description,
    category: index < 4 ? 'motor' : 'elétrica',
    is_active: 1,
    created_at: plainTime(firstSecond - day * 27 + index),
  }));
}
