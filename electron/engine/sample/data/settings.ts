import { day, firstSecond, localOffset, plainTime, preciseTime } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Row } from '../rows.ts';

const created = plainTime(firstSecond - day * 29);

const people: readonly [username: string, name: string, email: string | null, role: string][] = [
  ['admin', 'Administrador', 'admin@autocore.local', 'admin'],
  ['joao', 'João da Conceição', 'joao@oficina.example', 'operator'],
  ['marcia', 'Márcia Araújo', 'marcia@oficina.example', 'operator'],
  ['visitante', 'Visitante', null, 'viewer'],
];

export function userRows(random: Random): Row[] {
  return people.map(([username, name, email, role], index) => ({
    id: index + 1,
    username,
    password_hash: `pbkdf2:sha256:600000$${random.hex(16)}$${random.hex(64)}`,
    full_name: name,
    email,
    role,
    pin_code: index === 3 ? null : String(random.between(0, 9999)).padStart(4, '0'),
    is_active: 1,
    last_login: preciseTime(firstSecond + day * 149 + localOffset, random.between(0, 999_999)),
    created_at: created,
    updated_at: created,
  }));
}

export function themeRows(): Row[] {
  const shades = ['#FFFFFF', '#F8FAFC', '#10B981', '#F59E0B', '#EF4444', '#0EA5E9', '#0F172A', '#475569'];
  const dark = ['#0F172A', '#1E293B', '#22C55E', '#EAB308', '#F87171', '#38BDF8', '#F8FAFC', '#94A3B8'];
  return [
    ['Claro', 'Para uso de dia, com sol no painel', shades],
    ['Noturno', 'Tons escuros para não ofuscar à noite', dark],
    ['Expedição', 'Alto contraste para a trilha – legível com poeira', dark],
  ].map(([name, description, palette], index) => {
    const color = (at: number) => (palette as string[])[at] ?? '#000000';
    return {
      id: index + 1,
      name: name as string,
      description: description as string,
      primary_color: '#3B82F6',
      secondary_color: '#64748B',
      background_color: color(0),
      surface_color: color(1),
      success_color: color(2),
      warning_color: color(3),
      error_color: color(4),
      info_color: color(5),
      text_primary: color(6),
      text_secondary: color(7),
      border_radius: 12,
      shadow_style: 'neumorphic',
      font_family: 'Inter, sans-serif',
      is_active: 1,
      is_default: index === 0 ? 1 : 0,
      created_at: created,
    };
  });
}

export function macroRows(): Row[] {
  const steps = (...actions: object[]) => JSON.stringify(actions);
  return [
    {
      name: 'Chegada ao Acampamento',
      description: 'Acende a iluminação externa e liga a geladeira',
      trigger_type: 'manual',
      trigger_config: null,
      action_sequence: steps(
        { tipo: 'relay', canal: 2, ação: 'ligar' },
        { tipo: 'espera', ms: 500 },
        { tipo: 'relay', canal: 9, ação: 'ligar' },
      ),
    },
    {
      name: 'Modo Noturno',
      description: null,
      trigger_type: 'schedule',
      trigger_config: JSON.stringify({
        hora: '18:30',
        dias: ['seg', 'ter', 'qua', 'qui', 'sex', 'sáb', 'dom'],
      }),
      action_sequence: steps({ tipo: 'tema', nome: 'Noturno' }),
    },
    {
      name: 'Emergência',
      description: 'Desliga tudo, menos o rádio',
      trigger_type: 'condition',
      trigger_config: JSON.stringify({ chave: 'battery_voltage', menor_que: 11.4 }),
      action_sequence: steps({ tipo: 'relay', canal: 'todos', ação: 'desligar', exceto: [12] }),
    },
  ].map((macro, index) => ({
    id: index + 1,
    ...macro,
    condition_logic: null,
    is_active: 1,
    last_executed: index === 1 ? null : plainTime(firstSecond + day * (60 + index)),
    execution_count: index * 7,
    created_at: created,
  }));
}

const icons: readonly [
  name: string,
  display: string,
  category: string,
  lucide: string,
  emoji: string | null,
][] = [
  ['power', 'Energia', 'geral', 'Power', '🔌'],
  ['bulb', 'Lâmpada', 'iluminação', 'Lightbulb', '💡'],
  ['light-high', 'Farol Alto', 'iluminação', 'Sun', '🔆'],
  ['light-bar', 'Barra de LED', 'iluminação', 'Sun', null],
  ['light-rear', 'Luz de Ré', 'iluminação', 'Lightbulb', null],
  ['winch-in', 'Guincho – Puxar', 'guincho', 'ArrowDown', '⬇️'],
  ['winch-out', 'Guincho – Soltar', 'guincho', 'ArrowUp', '⬆️'],
  ['horn', 'Buzina', 'som', 'Volume2', '📯'],
  ['gauge', 'Medidor', 'instrumentos', 'Gauge', null],
  ['tent', 'Barraca', 'acampamento', 'Tent', '⛺'],
];

/** Icons fall back on one another, and all in the end on the first. */
export function iconRows(): Row[] {
  return icons.map(([name, display, category, lucide, emoji], index) => ({
    id: index + 1,
    name,
    display_name: display,
    category,
    svg_content: index < 2 ? '<svg viewBox="0 0 24 24"><path d="M12 2v10"/></svg>' : null,
    svg_viewbox: '0 0 24 24',
    svg_fill_color: null,
    svg_stroke_color: '#0F172A',
    lucide_name: lucide,
    material_name: null,
    fontawesome_name: index % 3 ? null : `fa-${name}`,
    lvgl_symbol: index === 0 ? 'LV_SYMBOL_POWER' : null,
    unicode_char: index === 0 ? '\u23fb' : null,
    emoji,
    fallback_icon_id: index === 0 ? null : category === 'iluminação' && index > 1 ? 2 : 1,
    description: null,
    tags: JSON.stringify([category, name]),
    is_custom: index > 7 ? 1 : 0,
    is_active: 1,
    created_at: created,
    updated_at: created,
  }));
}
