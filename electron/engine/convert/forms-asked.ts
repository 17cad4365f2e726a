import type { ConversionName, ValueForm } from '../../../shared/model/index.ts';
import { momentParts } from './form-time.ts';
import type { SqlValue } from './values.ts';

/** True and false as programs and people write them. */
const pairs: [string, string][] = [
  ...['true false', 't f', 'yes no', 'y n', 'on off', 'sim não', 'sim nao', 's n'].flatMap((pair) => {
    const [yes = '', no = ''] = pair.split(' ');
    const title = (word: string) => word[0]?.toUpperCase() + word.slice(1);
    const all: [string, string][] = [
      [yes, no],
      [title(yes), title(no)],
      [yes.toUpperCase(), no.toUpperCase()],
    ];
    return yes.length === 1 ? all.slice(0, 2) : all;
  }),
  ['1', '0'],
];
const wordForms = new Map<string, ValueForm[]>();
for (const [yes, no] of pairs) {
  const form: ValueForm = { kind: 'words', true: yes, false: no };
  for (const word of [yes, no]) wordForms.set(word, [...(wordForms.get(word) ?? []), form]);
}

const none: ValueForm[] = [];
const digits: ValueForm[] = [{ kind: 'digits' }];
const number: ValueForm[] = [{ kind: 'number' }];
const utf8: ValueForm[] = [{ kind: 'utf8' }];
const micros: ValueForm[] = [{ kind: 'micros' }];
const timespan: ValueForm[] = [{ kind: 'timespan' }];
const day: ValueForm[] = [{ kind: 'day' }];
const uuidBytes: ValueForm[] = [{ kind: 'uuid', style: 'bytes' }];
const uuidTexts = (['hex', 'HEX', 'UPPER'] as const).map((style): ValueForm => ({ kind: 'uuid', style }));
const units = [1, 1000, 1_000_000] as const;
const epochs = units.map((unit): ValueForm => ({ kind: 'epoch', unit }));
const realEpochs = [...epochs, ...units.map((unit): ValueForm => ({ kind: 'epoch', unit, real: true }))];

/** The forms that a value might be written in, for a type of the target. Whether it comes back unchanged is not asked. */
export function formsAsked(conversion: ConversionName, value: Exclude<SqlValue, null>): ValueForm[] {
  const isText = typeof value === 'string';
  switch (conversion) {
    case 'timestamp':
    case 'timestamptz':
      if (typeof value === 'bigint') return epochs;
      if (typeof value === 'number') return realEpochs;
      return isText ? moments(value) : none;
    case 'uuid':
      return isText ? uuidTexts : value instanceof Uint8Array ? uuidBytes : none;
    case 'boolean':
      return (isText && wordForms.get(value)) || none;
    case 'integer':
    case 'numeric':
    case 'double':
    case 'real':
      return isText ? digits : none;
    case 'text':
      return typeof value === 'bigint' ? number : none;
    case 'bytea':
      return isText ? utf8 : none;
    case 'interval':
      return typeof value === 'bigint' ? micros : isText ? timespan : none;
    default:
      return none;
  }
}

function moments(text: string): ValueForm[] {
  if (text.length === 10) return day;
  const parts = momentParts(text);
  if (parts === null) return none;
  const { separator, zone, fraction } = parts;
  const form = (decimals: number | null, shortWhole?: true): ValueForm => ({
    ...{ kind: 'moment', separator, zone, decimals },
    ...(shortWhole && { shortWhole }),
  });
  if (fraction === '') return [form(0), form(3, true), form(6, true), form(null)];
  const { length } = fraction;
  return length === 3 || length === 6
    ? [form(length), form(length, true), form(null)]
    : [form(length), form(null)];
}
