import type { JobStage } from '../../shared/contract.ts';
import type { Format } from './formats.ts';

/** So many rows, objects or bytes a second. */
export function rateText(
  rate: number,
  unit: JobStage['unit'] | undefined,
  { t, number, bytes }: Format,
): string {
  if (unit === 'bytes') return t('wizard.live.bytesRate', { rate: bytes(rate) });
  const name = unit === 'objects' ? 'wizard.live.objectsRate' : 'wizard.live.rowsRate';
  return t(name, { rate: number(Math.round(rate)) });
}
