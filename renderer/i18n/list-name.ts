import type { PickedFile } from '../../shared/contract.ts';
import type { Format } from './formats.ts';

/** What a list of vehicles is called: somebody's by its file, one of ours by when it was made. */
export function listName(
  { manifest, own }: { manifest: Pick<PickedFile, 'name'>; own: boolean },
  { t, date }: Format,
): string {
  const made = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/.exec(manifest.name);
  if (!own || !made) return manifest.name;
  const [, year, month, day, hour, minute, second] = made;
  return t('wizard.fleet.listOf', {
    date: date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`),
  });
}
