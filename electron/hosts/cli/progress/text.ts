import type { Translate } from '../../../../shared/messages/index.ts';
import type { Progress } from '../../../../shared/model/index.ts';

const mebi = 1024 * 1024;

export function stageName(progress: Progress, t: Translate): string {
  return t(`stages.${progress.stage}`);
}

export function percent({ done, total }: Progress): number {
  return total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : 0;
}

/** `450.000 de 1.000.000 linhas`. */
export function amount({ unit, done, total }: Progress, t: Translate): string {
  const scale = unit === 'bytes' ? mebi : 1;
  return t(`cli.progress.${unit}`, { done: done / scale, total: total / scale });
}

/** `210.000 linhas/s`, `resta 1:05`: what is known of it. */
export function pace({ unit, rate, secondsLeft }: Progress, t: Translate): string[] {
  const parts: string[] = [];
  if (rate > 0 && unit === 'rows') parts.push(t('cli.progress.rowsRate', { rate: Math.round(rate) }));
  if (rate > 0 && unit === 'bytes') parts.push(t('cli.progress.bytesRate', { rate: rate / mebi }));
  if (secondsLeft !== null && secondsLeft > 0)
    parts.push(t('cli.progress.left', { time: clock(secondsLeft) }));
  return parts;
}

/** How following the source stands, in a sentence; null for progress of anything else. */
export function followLine({ following }: Progress, t: Translate): string | null {
  if (following?.asOf == null) return null;
  const { asOf, rows, last, waiting } = following;
  return t(`cutover.follow.${waiting ? 'waiting' : 'even'}`, { at: Date.parse(asOf), rows, last });
}

/** Seconds as `0:07`, `12:30` or `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const tail = `${hours ? String(minutes).padStart(2, '0') : minutes}:${String(rest).padStart(2, '0')}`;
  return hours ? `${hours}:${tail}` : tail;
}
