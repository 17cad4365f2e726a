import type { Format } from './formats.ts';

/** An estimate as people say it: no more exact than it is, so that it stands still between two looks. */
export function about(seconds: number, { duration }: Pick<Format, 'duration'>): string {
  const step = seconds < 20 ? 1 : seconds < 60 ? 5 : seconds < 600 ? 15 : 60;
  return duration(Math.max(1, Math.ceil(seconds / step) * step));
}
