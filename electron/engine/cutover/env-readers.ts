import { type OpenInBash, openInBash } from './env-bash.ts';
import { type Binding, dotenvBindings, dotenvValues, type Values } from './env-dotenv.ts';
import { envForms, isPlain } from './env-form.ts';
import { systemdValues } from './env-systemd.ts';

/** Names of the settings that tell AutoCore where its database is. */
export type EnvValues = Record<string, string>;

/** Somebody who would find something else in a file than what was meant. */
export interface Misreading {
  key: string;
  reader: 'python-dotenv' | 'systemd' | 'bash';
}

type Reader = [Misreading['reader'], (text: string) => Values];

const dotenv: Reader = ['python-dotenv', (text) => dotenvValues(text)];
/** As they stand there: what is put in for `${X}` may change with our settings. */
const dotenvAsWritten: Reader = [
  'python-dotenv',
  (text) =>
    new Map(dotenvBindings(text).flatMap(({ name, value }) => (name === null ? [] : [[name, value]]))),
];
// How far a comment goes is a matter of systemd's version.
const systemd: readonly Reader[] = [false, true].map((continued) => [
  'systemd',
  (text) => systemdValues(text, continued) ?? new Map(),
]);

/** Which of these settings python-dotenv or systemd would not find in a file, each with the first who would not. */
export function misread(text: string, wanted: EnvValues): Misreading[] {
  const readings = [dotenv, ...systemd].map(([reader, read]) => ({ reader, values: read(text) }));
  return Object.entries(wanted).flatMap(([key, value]) => {
    const wrong = readings.find(({ values }) => values.get(key) !== value);
    return wrong ? [{ key, reader: wrong.reader }] : [];
  });
}

/** Other settings that a change takes from a reader or gives to it. */
export function disturbed(before: string, after: string, changed: EnvValues): Misreading[] {
  return [dotenvAsWritten, ...systemd].flatMap(([reader, read]) => {
    const [old, now] = [read(before), read(after)];
    const others = [...old.keys(), ...now.keys()].filter((each) => !Object.hasOwn(changed, each));
    return others.filter((each) => old.get(each) !== now.get(each)).map((key) => ({ key, reader }));
  });
}

/**
 * Which of these settings a shell would not find in a file that it can read: written in another form than ours, or
 * behind something that is still open. A file that ends with something open no shell reads. Where it is a quote, values
 * must need none, or what is in them would be outside of quotes for a shell that tries.
 * @param open what was at the end of the file before it was changed.
 */
export function misreadByBash(text: string, wanted: EnvValues, open: OpenInBash | null): Misreading[] {
  const last = new Map<string | null, { binding: Binding; at: number }>();
  let at = 0;
  for (const binding of dotenvBindings(text)) {
    last.set(binding.name, { binding, at });
    at += binding.text.length;
  }
  const isFound = ([key, value]: [string, string]): boolean => {
    if (open !== null) return !/['"]/.test(open) || isPlain(value);
    const found = last.get(key);
    if (found === undefined || !isOurs(found.binding, key, value)) return false;
    const [from, to] = [found.at + found.binding.head, found.at + found.binding.text.length];
    // Other blanks than these, and a CR alone, are characters of a name for it.
    if (!/(?:^|\n)[ \t]*$/.test(text.slice(0, from)) || openInBash(text.slice(0, from)) !== null)
      return false;
    // It also takes several settings in a line.
    return !new RegExp(`^(?!\\s*#)(?:.*[\\s;&(])?${key}\\+?=`, 'm').test(text.slice(to));
  };
  return Object.entries(wanted).flatMap((each) => (isFound(each) ? [] : [{ key: each[0], reader: 'bash' }]));
}

function isOurs({ text, head }: Binding, key: string, value: string): boolean {
  const line = text.slice(head).replace(/^export[ \t]+/, '');
  return envForms(value).some((form) => line === `${key}=${form}` || line === `${key}=${form}\n`);
}
