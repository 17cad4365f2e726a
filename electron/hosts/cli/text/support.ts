import type { Language, Translate } from '../../../../shared/messages/index.ts';
import type { SupportContents } from '../../../../shared/model/index.ts';
import { table } from './table.ts';

/** What a support bundle would take along, for somebody to look at first. */
export function supportPreview(
  run: string,
  { files, examples }: SupportContents,
  t: Translate,
  language: Language,
): string {
  const head = ['file', 'bytes', 'what'].map((key) => t(`support.preview.${key}`));
  const rows = files.map(({ name, bytes }) => [name, bytes, whatIs(name, t)]);
  return [
    t('support.preview.intro', { run }),
    '',
    table(head, rows, language),
    '',
    t('support.preview.masking'),
    ...(examples.length === 0 ? [] : [t('support.preview.examples')]),
    ...examples.map(({ place, value }) => t('support.preview.example', { place, value })),
    '',
    t('support.preview.nothing', { run }),
  ].join('\n');
}

function whatIs(name: string, t: Translate): string {
  return t(`support.preview.files.${name.replace(/\.\w+$/, '')}`);
}
