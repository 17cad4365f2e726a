import type { Random } from '../random.ts';
import type { Row } from '../rows.ts';

/** Everything of an event but its id and time. */
type Event = Row & { event_type: string; source: string };

function mqtt(topic: string, payload: object): string {
  return JSON.stringify({ topic, payload, qos: 1 });
}

const makers: readonly ((random: Random) => Event)[] = [
  (random) => {
    const channel = random.between(1, 16);
    return {
      event_type: 'command',
      source: 'config-app',
      target: `esp32-relay-001/${channel}`,
      action: 'toggle',
      payload: mqtt('autocore/devices/esp32-relay-001/relay/set', {
        canal: channel,
        estado: random.next() < 0.5,
      }),
      user_id: random.between(1, 3),
      ip_address: `192.168.4.${random.between(20, 60)}`,
      status: 'success',
    };
  },
  (random) => ({
    event_type: 'status',
    source: 'esp32-display-70D07A1F8A3C',
    target: 'gateway',
    action: 'heartbeat',
    payload: mqtt('autocore/devices/esp32-display-70D07A1F8A3C/status', {
      uptime: random.between(1, 999_999),
    }),
    status: 'success',
  }),
  (random) => ({
    event_type: 'auth',
    source: 'config-app',
    action: random.next() < 0.9 ? 'login' : 'logout',
    user_id: random.between(1, 4),
    ip_address: `192.168.4.${random.between(20, 60)}`,
    status: 'success',
  }),
  (random) => ({
    event_type: 'macro',
    source: 'gateway',
    target: 'Chegada ao Acampamento',
    action: 'execute',
    payload: JSON.stringify({ macro: 1, passos: 3, duração_ms: random.between(480, 1900) }),
    user_id: random.between(1, 3),
    status: 'success',
  }),
  (random) => ({
    event_type: 'error',
    source: 'gateway',
    target: 'esp32_relay_93ce30',
    action: 'publish',
    status: 'error',
    error_message: `Não foi possível entregar a mensagem: tempo esgotado após ${random.between(3, 30)} s`,
  }),
];

export function makeEvent(random: Random): Event {
  return random.pick(makers)(random);
}
