import type { i18n, TFunction } from 'i18next';
import { isWorded, reasonText } from './reason-text.ts';

/**
 * What the system, a server or a driver says, in a text as `{{reason, said}}`: in the language of the reader where it is
 * known, else set apart as somebody else's words.
 */
export function addSaid(instance: i18n): void {
  instance.services.formatter?.add('said', (reason) => saidText(String(reason), instance.t));
  instance.services.formatter?.add('saidEach', (list) => eachSaid(String(list), instance.t));
}

/** The same of several files in one text: `/a (EACCES: …); /b (EROFS: …)`. */
function eachSaid(list: string, t: TFunction): string {
  return list.replaceAll(/\((E[A-Z]{3,}: .*?)\)(?=; |$)/g, (_, reason: string) => `(${saidText(reason, t)})`);
}

function saidText(reason: string, t: TFunction): string {
  if (reason === '') return '';
  // `EACCES: permission denied, open '/x'`: the path stands in the text around it.
  const code = /(?:^|[ (])(E[A-Z]{3,})\b/.exec(reason)?.[1];
  const known = code === undefined ? '' : t(`said.system.${code}`, { defaultValue: '' });
  if (known !== '') return known;
  return isWorded(reason) ? reasonText(reason, t) : t('said.other', { reason });
}
