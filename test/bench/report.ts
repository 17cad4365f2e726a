import type { Floor } from './floor.ts';

/** What was measured at one size: the best of the rounds, because whatever else a machine does only adds time. */
export interface SizeResult {
  rows: number;
  rounds: number;
  tool: Measured & { phases: Record<string, number> };
  toolWithExtras: Measured & { phases: Record<string, number> };
  /** `cp` of the file, the same DDL and bytes by psql's \copy, the same keys and indexes, one after the other. */
  floor: Measured & { parts: Floor['parts'] };
  floorWithExtras: Measured & { parts: Floor['parts'] };
  pgloader: Measured | null;
}

export interface Measured {
  seconds: number;
  peakMiB: number | null;
}

export interface Bar {
  name: string;
  value: number;
  limit: number;
  met: boolean;
}

/** The ratios that the tool is held to; some need the peer or two sizes. */
export function barsOf(sizes: SizeResult[]): Bar[] {
  const bars: Bar[] = [];
  const add = (name: string, value: number, limit: number) =>
    bars.push({ name, value: round(value), limit, met: value <= limit });
  for (const s of sizes) {
    const at = `at ${millions(s.rows)}`;
    const load = (tool: SizeResult['tool']) => tool.phases.load ?? Number.NaN;
    add(`load / bare COPY ${at}`, load(s.tool) / s.floor.parts.copy, 1.3);
    add(`load / bare COPY, with extras, ${at}`, load(s.toolWithExtras) / s.floorWithExtras.parts.copy, 1.3);
    add(`everything / floor ${at}`, s.tool.seconds / s.floor.seconds, 1.4);
    add(`everything / floor, with extras, ${at}`, s.toolWithExtras.seconds / s.floorWithExtras.seconds, 1.4);
    if (s.pgloader) {
      add(`everything / pgloader ${at}`, s.tool.seconds / s.pgloader.seconds, s.rows >= 5_000_000 ? 0.8 : 1);
    }
    if (s.tool.peakMiB !== null) add(`peak memory in MiB ${at}`, s.tool.peakMiB, 300);
  }
  for (const [i, large] of sizes.entries()) {
    const small = sizes[i - 1];
    if (!small || large.rows <= small.rows) continue;
    const name = `time ${millions(large.rows)} / ${millions(small.rows)}`;
    // 5 % above the growth of the rows.
    add(name, large.tool.seconds / small.tool.seconds, round((large.rows / small.rows) * 1.05));
  }
  return bars;
}

/** The table for people. */
export function tableOf(sizes: SizeResult[], bars: Bar[]): string {
  const lines: string[] = [];
  for (const s of sizes) {
    lines.push('', `${s.rows.toLocaleString('en')} rows, best of ${s.rounds} round(s)`);
    lines.push(row('', 'seconds', 'rows/s', 'MiB', 'with extras'));
    const phases = Object.keys(s.tool.phases).filter((name) => name !== 'total');
    for (const name of phases) {
      const seconds = s.tool.phases[name] ?? 0;
      lines.push(
        row(`  ${name}`, fixed(seconds), rate(s.rows, seconds), '', fixed(s.toolWithExtras.phases[name])),
      );
    }
    const whole = (name: string, m: Measured, extras?: Measured) =>
      row(name, fixed(m.seconds), rate(s.rows, m.seconds), String(m.peakMiB ?? ''), fixed(extras?.seconds));
    lines.push(whole('whole process', s.tool, s.toolWithExtras));
    for (const [name, part] of Object.entries({ cp: 'copyFile', COPY: 'copy', builds: 'build' } as const)) {
      const [off, on] = [s.floor.parts[part], s.floorWithExtras.parts[part]];
      lines.push(row(`  bare ${name}`, fixed(off), rate(s.rows, off), '', fixed(on)));
    }
    lines.push(whole('floor', s.floor, s.floorWithExtras));
    if (s.pgloader) lines.push(whole('pgloader', s.pgloader));
  }
  return [...lines, barTable(bars)].join('\n');
}

export function barTable(bars: Bar[]): string {
  const lines = bars.map((bar) =>
    row(bar.name, fixed(bar.value), String(bar.limit), bar.met ? 'met' : 'MISSED', ''),
  );
  return ['', row('bar', 'measured', 'limit', '', ''), ...lines].join('\n');
}

function row(name: string, ...cells: string[]): string {
  return name.padEnd(44) + cells.map((cell) => cell.padStart(12)).join('');
}

function rate(rows: number, seconds: number): string {
  return seconds > 0 ? Math.round(rows / seconds).toLocaleString('en') : '';
}

function millions(rows: number): string {
  return `${round(rows / 1e6)} M`;
}

function fixed(value: number | undefined): string {
  return value === undefined ? '' : value.toFixed(2);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
