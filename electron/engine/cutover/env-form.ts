import { AppError } from '../../../shared/errors.ts';
import { dotenvValues } from './env-dotenv.ts';
import { systemdValues } from './env-systemd.ts';

/**
 * How a value is written so that python-dotenv, bash and systemd read it the same, in the quotes that were there before
 * where these can hold it. There is no such form for every value: `${X}` is put in by python-dotenv whatever the quotes,
 * two backslashes are one for it in single quotes, and `$` and the backtick mean something to bash in double ones.
 * @throws AppError cutover.envValue {key, characters}
 */
export function envForm(key: string, value: string, before: string | undefined): string {
  const forms = envForms(value);
  const form = forms.find((each) => /^['"]/.test(each) && each[0] === before) ?? forms[0];
  if (form === undefined)
    throw new AppError('cutover.envValue', { key, characters: troublesome(value).join(' ') });
  return form;
}

/** All the forms of a value that are read the same, the simplest first. */
export function envForms(value: string): string[] {
  return [plain(value), single(value), double(value)].filter(
    (form): form is string => form !== null && isReadAs(form, value),
  );
}

/** True for a value that needs no quotes. */
export function isPlain(value: string): boolean {
  return /^[\w.:@%+,=/-]*$/.test(value);
}

function plain(value: string): string | null {
  return isPlain(value) ? value : null;
}

function single(value: string): string | null {
  return value.includes("'") ? null : `'${value}'`;
}

function double(value: string): string | null {
  return shellMeans.test(value) ? null : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** What bash acts on in double quotes, and only it understands when a `\` is put before it. */
const shellMeans = /`|\$[\w{([*@#?$!-]/;
// Older versions of systemd drop a value with a control character, and every one refuses what is no text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const hidden = /[\0-\x08\x0b-\x1f\x7f]|\p{Noncharacter_Code_Point}|\p{Surrogate}/gu;

function isReadAs(form: string, value: string): boolean {
  // A `\` before the closing quote would make python-dotenv look for one further down.
  const line = `K=${form}\nL='x'\nM="y"\n`;
  return (
    value.search(hidden) < 0 &&
    dotenvValues(line).get('K') === value &&
    systemdValues(line, false)?.get('K') === value
  );
}

/** The characters to do without, for people. Nothing else of the value is told. */
function troublesome(value: string): string[] {
  const code = (each: string) => `U+${each.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
  const found = value.match(hidden);
  if (found) return [...new Set(found.map(code))];
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how it looks
  if (/\$\{[^}:]*(?::-[^}]*)?\}/.test(value)) return ['${…}'];
  // What keeps it out of single quotes, and what out of double ones.
  const inSingle = value.includes("'") ? "'" : '\\';
  return [inSingle, ...['`', '$'].filter((each) => value.includes(each))];
}
