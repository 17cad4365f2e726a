import { day, firstSecond, localOffset, plainTime, preciseTime } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Row } from '../rows.ts';

const models: readonly [uuid: string, name: string, type: string, firmware: string][] = [
  ['autocore-gateway', 'Central AutoCore (Raspberry Pi)', 'gateway', '2.4.1'],
  ['esp32-relay-001', 'Placa de Relés Principal', 'esp32_relay', '1.3.0'],
  ['esp32-display-70D07A1F8A3C', 'Tela do Painel 7"', 'esp32_display', '1.2.7'],
  ['esp32_relay_93ce30', 'Placa de Relés – Caçamba', 'esp32_relay', '1.3.0'],
  ['esp32-1754594129629', 'Sensores do Motor', 'sensor_board', '0.9.12'],
  ['7f3c2a90-51de-4b6c-9e0f-2d8a4c11b7e5', 'Leitor CAN (OBD-II)', 'esp32_can', '1.0.4'],
  ['test-device-uuid-001', 'Bancada de Testes do João', 'esp32_relay', '1.3.0-beta'],
  ['esp32-controls-002', 'Botões do Volante', 'esp32_controls', '1.1.0'],
  ['esp32-display-0A44C2', 'Tela Traseira', 'esp32_display', '1.2.7'],
  ['esp32-gps-001', 'Rastreador GPS', 'sensor_board', '0.8.3'],
];

/** Six to ten devices; the first is the gateway. */
export function deviceRows(random: Random): Row[] {
  return models.slice(0, random.between(6, models.length)).map(([uuid, name, type, firmware], index) => {
    const mac = [0x70, 0xd0, 0x7a, 0x1f, index, random.between(0, 255)];
    const created = firstSecond - day * 30 + index * 3671;
    return {
      id: index + 1,
      uuid,
      name,
      type,
      mac_address:
        index === 0 ? null : mac.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(':'),
      ip_address: `192.168.4.${index + 1}`,
      firmware_version: firmware,
      hardware_version: type === 'gateway' ? 'Pi 4B 4GB' : 'ESP32-WROOM-32D',
      status: random.pick(['online', 'online', 'online', 'offline']),
      last_seen: preciseTime(firstSecond + day * 150 + localOffset, random.between(0, 999_999)),
      configuration_json: JSON.stringify({
        local: 'Sítio São João',
        mqtt: { broker: '192.168.4.1', porta: 1883, prefixo: `autocore/devices/${uuid}` },
        intervalo_s: 1,
      }),
      capabilities_json: JSON.stringify(
        type === 'gateway' ? ['mqtt', 'can', 'web'] : ['ota', type.replace('esp32_', '')],
      ),
      is_active: index === 6 ? 0 : 1,
      created_at: plainTime(created),
      updated_at: preciseTime(created + 86_000 + localOffset, random.between(0, 999_999)),
    };
  });
}

/** One board for every relay device. */
export function boardRows(devices: readonly Row[]): Row[] {
  return devices
    .filter((device) => device.type === 'esp32_relay')
    .map((device, index) => ({
      id: index + 1,
      device_id: device.id ?? null,
      total_channels: 16,
      board_model: 'RELAY16CH-12V',
      is_active: 1,
      created_at: device.created_at ?? null,
    }));
}

const circuits: readonly [name: string, icon: string, mode: string][] = [
  ['Farol de Milha', 'light-high', 'toggle'],
  ['Barra de LED do Teto', 'light-bar', 'toggle'],
  ['Iluminação da Caçamba', 'bulb', 'toggle'],
  ['Luz de Ré Auxiliar', 'light-rear', 'toggle'],
  ['Guincho – Puxar', 'winch-in', 'momentary'],
  ['Guincho – Soltar', 'winch-out', 'momentary'],
  ['Buzina a Ar', 'horn', 'momentary'],
  ['Compressor de Ar', 'compressor', 'toggle'],
  ['Geladeira', 'fridge', 'toggle'],
  ["Bomba d'Água", 'pump', 'pulse'],
  ['Inversor 127 V', 'plug', 'toggle'],
  ['Rádio VHF', 'radio', 'toggle'],
  ['Bloqueio do Diferencial', 'diff-lock', 'toggle'],
  ['Ventilação da Cabine', 'fan', 'toggle'],
  ['Aquecedor de Água', 'heater', 'pulse'],
  ['Reserva', 'power', 'toggle'],
];

/** Sixteen channels a board. */
export function channelRows(boards: readonly Row[]): Row[] {
  return boards.flatMap((board, boardIndex) =>
    circuits.map(([name, icon, mode], index) => ({
      id: boardIndex * circuits.length + index + 1,
      board_id: board.id ?? null,
      channel_number: index + 1,
      name,
      description: mode === 'momentary' ? 'Só aciona enquanto o botão está pressionado' : null,
      function_type: mode,
      icon,
      color: ['#F59E0B', '#3B82F6', '#10B981', '#EF4444'][index % 4] ?? null,
      protection_mode: icon.startsWith('winch') ? 'interlock' : mode === 'pulse' ? 'timed' : 'none',
      max_activation_time: mode === 'toggle' ? null : 30,
      allow_in_macro: icon.startsWith('winch') ? 0 : 1,
      is_active: name === 'Reserva' ? 0 : 1,
      created_at: board.created_at ?? null,
      updated_at: board.created_at ?? null,
    })),
  );
}
