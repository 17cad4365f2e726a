import type { BenchmarkResult, Timing } from '../../../../shared/model/index.ts';
import { powersAround } from '../../../../shared/powers.ts';
import type { Format } from '../format.ts';
import { type Html, html } from '../markup.ts';

const width = 720;
const left = 214;
const right = width - 16;
const top = 30;
const bar = 7;
const gap = 11;

const colours = { sqlite: '#a34a00', postgres: '#0b7285', optimised: '#2b7a39' } as const;
type Side = keyof typeof colours;

/**
 * Times of each query as bars on a logarithmic scale, with a line to where 95 % end: plain SVG, without script or font.
 * The table says the same in figures.
 */
export function chart(result: BenchmarkResult, f: Format): Html {
  const t = (key: string) => f.t(`benchmark.${key}`);
  const sides = (['sqlite', 'postgres', 'optimised'] as const).filter(
    (side) => side !== 'optimised' || result.queries.some((q) => q.optimised !== null),
  );
  const times = result.queries.flatMap((q) => sides.flatMap((side) => q[side] ?? []));
  const powers = powersAround(times.flatMap(({ p50, p95 }) => [p50, p95]));
  const [first, last] = [Math.log10(powers[0] ?? 1), Math.log10(powers.at(-1) ?? 10)];
  const x = (milliseconds: number): number => {
    const part = (Math.log10(Math.max(milliseconds, powers[0] ?? 1)) - first) / (last - first);
    return round(left + part * (right - left));
  };
  const each = sides.length * (bar + 1) + gap;
  const bottom = top + result.queries.length * each;
  const number = new Intl.NumberFormat(f.language, { maximumSignificantDigits: 3 });
  const lines = powers.map(
    (power) => html`<line x1="${x(power)}" x2="${x(power)}" y1="${top}" y2="${bottom}" stroke="#d8dde2"/>
<text x="${x(power)}" y="${bottom + 16}" text-anchor="middle" class="tick">${number.format(power)}</text>`,
  );
  const legend = sides.map(
    (side, i) => html`<rect x="${left + i * 130}" y="4" width="10" height="10" fill="${colours[side]}"/>
<text x="${left + i * 130 + 16}" y="13">${t(`columns.${side}`)}</text>`,
  );
  const groups = result.queries.map((query, row) => {
    const y = top + row * each + gap / 2;
    const bars = sides.map((side, i) => drawn(side, query[side], x, y + i * (bar + 1)));
    const middle = y + (sides.length * (bar + 1)) / 2 + 4;
    return html`<text x="${left - 10}" y="${middle}" text-anchor="end">${t(`queries.${query.id}`)}</text>${bars}`;
  });
  return html`<svg class="chart" viewBox="0 0 ${width} ${bottom + 38}" role="img" aria-label="${t('chart')}">
${legend}
${lines}
${groups}
<text x="${right}" y="${bottom + 32}" text-anchor="end" class="tick">${t('chartScale')}</text>
</svg>`;
}

function drawn(side: Side, time: Timing | null, x: (milliseconds: number) => number, y: number): Html | null {
  if (time === null) return null;
  const middle = y + bar / 2;
  return html`<rect x="${left}" y="${y}" width="${round(Math.max(x(time.p50) - left, 1))}" height="${bar}" fill="${colours[side]}"/>
<line x1="${x(time.p50)}" x2="${x(time.p95)}" y1="${middle}" y2="${middle}" stroke="${colours[side]}" stroke-width="1.5"/>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
