import { AppError } from '../../../shared/errors.ts';
import { openInBash } from './env-bash.ts';
import { type Binding, dotenvBindings } from './env-dotenv.ts';
import { envForm } from './env-form.ts';
import { disturbed, type EnvValues, type Misreading, misread, misreadByBash } from './env-readers.ts';

/**
 * Sets values in the text of an .env file, so that python-dotenv, bash and systemd read the same there, and keeps
 * everything else. A line that sets one of them is changed in its place: it loses what only some of them understand
 * (blanks around `=`, a comment behind the value, which gets a line of its own, the CR at its end). What some of them
 * would not find there, such as a line with `export`, is set once more at the end, where it counts for all.
 * @param path the file, to be named in an error.
 * @throws AppError cutover.envValue {key, characters}, cutover.envMisread {path, key, reader}
 */
export function setEnv(text: string, values: EnvValues, path: string): string {
  const open = openInBash(`${text}\n\n`);
  let at = 0;
  const edited = dotenvBindings(text)
    .map((each) => {
      const above = text.slice(0, at);
      at += each.text.length;
      if (each.name === null || !Object.hasOwn(values, each.name)) return each.text;
      // Where one statement for python-dotenv is not one for a shell too, a change could bring something else to light.
      if (open === null && [above, each.text].some((part) => openInBash(part) !== null)) return each.text;
      return changed(each, values[each.name] as string);
    })
    .join('');
  const misreadBy = (each: string) => [...misread(each, values), ...misreadByBash(each, values, open)];
  const lost = new Set(misreadBy(edited).map(({ key }) => key));
  const missing = Object.entries(values).filter(([key]) => lost.has(key));
  let wrong: Misreading | undefined;
  for (const attempt of [text, append(edited, missing), append(text, Object.entries(values))]) {
    wrong = [...misreadBy(attempt), ...disturbed(text, attempt, values)][0];
    if (wrong === undefined) return attempt;
  }
  const { key = '', reader = '' } = wrong ?? {};
  // What is no name could be a piece of a value.
  throw new AppError('cutover.envMisread', { path, reader, key: /^\w+$/.test(key) ? key : '…' });
}

/**
 * Takes values back out of a text that somebody edited since: each setting becomes what it was in `before`, and one
 * that was not there goes.
 */
export function unsetEnv(text: string, before: string, names: readonly string[]): string {
  const old = Map.groupBy(
    dotenvBindings(before).filter(({ name }) => name !== null && names.includes(name)),
    ({ name }) => name,
  );
  const seen = new Map<string | null, number>();
  const kept: string[] = [];
  for (const binding of dotenvBindings(text)) {
    const { name } = binding;
    if (name === null || !names.includes(name)) {
      kept.push(binding.text);
      continue;
    }
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    const was = old.get(name)?.[count];
    let blank = binding.text.slice(0, binding.head);
    if (was === undefined) {
      kept.push(blank.slice(0, blank.lastIndexOf('\n') + 1));
      continue;
    }
    // Its comment comes back behind it.
    const comment = partsOf(was).comment;
    if (comment !== '' && kept.at(-1)?.trim() === comment) blank = kept.pop()?.replace(/\S[\s\S]*/, '') ?? '';
    kept.push(blank + ended(was.text.slice(was.head), partsOf(binding).end));
  }
  // Lines that somebody took out since.
  const gone = [...old].filter(([name]) => !seen.has(name)).flatMap(([, all]) => all);
  return append(kept.join(''), [], gone.map((each) => ended(each.text.slice(each.head), '\n')).join(''));
}

/** Lines that one text has and the other has not, for people: `-` and `+`. Values of these names are not shown. */
export function envDifference(before: string, after: string, secret: (name: string) => boolean): string[] {
  const [old, now] = [shownLines(before, secret), shownLines(after, secret)];
  const [oldTexts, nowTexts] = [old, now].map((lines) => new Set(lines.map(({ text }) => text)));
  return [
    ...old.filter(({ text }) => !nowTexts?.has(text)).map(({ shown }) => `- ${shown}`),
    ...now.filter(({ text }) => !oldTexts?.has(text)).map(({ shown }) => `+ ${shown}`),
  ];
}

function shownLines(text: string, secret: (name: string) => boolean): { text: string; shown: string }[] {
  return dotenvBindings(text).flatMap((binding) => {
    const { name, head, from } = binding;
    if (name !== null && secret(name)) {
      // As a whole: a secret may go over several lines.
      return [{ text: binding.text.trim(), shown: `${binding.text.slice(head, from)}***` }];
    }
    const lines = binding.text.split(/\r\n|\r|\n/).filter((line) => line !== '');
    return lines.map((line) => ({ text: line, shown: line }));
  });
}

function changed(binding: Binding, value: string): string {
  const { blank, exported, comment, end } = partsOf(binding);
  // A CR alone ends no line for a shell: making it one would bring to light what is behind it.
  if (end === '\r') return binding.text;
  const form = envForm(binding.name as string, value, binding.text[binding.from]);
  const indent = blank.slice(blank.lastIndexOf('\n') + 1);
  const above = comment === '' ? '' : `${comment}\n${indent}`;
  return `${blank}${above}${exported ? 'export ' : ''}${binding.name}=${form}${end === '' ? '' : '\n'}`;
}

interface Parts {
  blank: string;
  exported: boolean;
  comment: string;
  /** The end of the line; empty for the last one of a file that has none. */
  end: string;
}

function partsOf({ text, head, end }: Binding): Parts {
  const tail = text.slice(end);
  return {
    blank: text.slice(0, head),
    exported: /^export\s/.test(text.slice(head)),
    comment: tail.trim(),
    end: /[\r\n]+$/.exec(tail)?.[0] ?? '',
  };
}

function ended(text: string, end: string): string {
  return /[\r\n]$/.test(text) ? text : text + end;
}

function append(text: string, values: readonly (readonly [string, string])[], lines = ''): string {
  const added = values.map(([key, value]) => `${key}=${envForm(key, value, undefined)}\n`).join('') + lines;
  if (added === '') return text;
  // A `\` at the end of the last line would go on into ours.
  const gap = /\\[ \t]*[\r\n]*$/.test(text) ? '\n\n' : text === '' || text.endsWith('\n') ? '' : '\n';
  return text + gap + added;
}
