import i18next, { type TFunction } from 'i18next';
import {
  AppError,
  type ErrorCode,
  type ErrorData,
  type ErrorParams,
  exitCodes,
  isResumable,
} from '../errors.ts';
import type { Finding, RunState } from '../model/index.ts';
import { reasonText } from './reason-text.ts';
import { resources } from './resources.ts';
import { addSaid } from './said.ts';

export type Language = 'pt-BR' | 'en';
export const languages: readonly Language[] = ['pt-BR', 'en'];
export type Translate = TFunction;

/** Translator for one language; Portuguese texts are the reference, both have the same keys (a test holds that). */
export function translator(language: Language): Translate {
  const instance = i18next.createInstance({
    lng: language,
    fallbackLng: 'pt-BR',
    resources,
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  void instance.init();
  addSaid(instance);
  return instance.t;
}

/** Portuguese unless the given locale (such as `en_US.UTF-8` or `en-GB`) says English. */
export function languageOf(locale: string | undefined): Language {
  return locale && /^en\b|^en[_-]/i.test(locale) ? 'en' : 'pt-BR';
}

/**
 * Any thrown value as data in the given language. An unexpected one keeps its own message in `details`.
 * @param reader whom the hint tells what to do next: somebody who types commands, or somebody who has buttons
 */
export function errorData(
  error: unknown,
  t: Translate,
  reader: 'terminal' | 'wizard' = 'terminal',
): ErrorData {
  const known = error instanceof AppError;
  const code = known ? error.code : 'internal';
  const details = known ? error.params : { reason: error instanceof Error ? error.message : String(error) };
  // Some errors have other texts where there is no run to go back to.
  const context = details.run ? {} : { context: 'withoutRun' };
  // A server or a driver does not always give a reason.
  const text = (part: string): string =>
    t(`errors.${code}.${part}`, { ...context, ...details }).replaceAll(' ()', '');
  // Errors of a run's own kind say so themselves.
  const resumable = known && isResumable(error) && exitCodes[error.code] !== exitCodes.interrupted;
  if (reader === 'wizard') {
    const hint = t(`wizard.hints.${code}`, { ...context, ...details, defaultValue: text('hint') });
    const resume = resumable ? ` ${t('wizard.hints.resume')}` : '';
    return { code, message: text('message'), hint: hint + resume, details };
  }
  const resume = resumable ? ` ${t('cli.error.resume', details)}` : '';
  return { code, message: text('message'), hint: text('hint') + resume, details };
}

/** The error that a run keeps, as its code and the values of its message, in words again. */
export function keptError(
  { code, message }: NonNullable<RunState['error']>,
  t: Translate,
  reader: 'terminal' | 'wizard' = 'terminal',
): ErrorData {
  const params = paramsIn(message);
  const known = params !== null && Object.hasOwn(exitCodes, code);
  return errorData(known ? new AppError(code as ErrorCode, params) : new Error(message), t, reader);
}

/** Of the message of an AppError; null where it is another one, was cut, or was written by somebody else. */
function paramsIn(message: string): ErrorParams | null {
  const [, params] = /^[\w.]+ (\{.*\})$/s.exec(message) ?? [];
  if (params === undefined) return null;
  try {
    const all = Object.entries(JSON.parse(params) as Record<string, unknown>);
    return all.every(isParam) ? Object.fromEntries(all.filter(([name]) => !ofTexts.has(name))) : null;
  } catch {
    return null;
  }
}

function isParam(param: [name: string, value: unknown]): param is [string, string | number] {
  return typeof param[1] === 'string' || typeof param[1] === 'number';
}

/** What tells i18next how to make a text, and is no value in it. https://www.i18next.com/translation-function/essentials */
const ofTexts = new Set([
  ...['context', 'defaultValue', 'fallbackLng', 'fallbackNS', 'formatParams', 'ignoreJSONStructure'],
  ...['interpolation', 'joinArrays', 'keySeparator', 'lng', 'lngs', 'locale', 'nest', 'ns', 'nsSeparator'],
  ...['ordinal', 'postProcess', 'replace', 'returnDetails', 'returnObjects', 'skipInterpolation'],
]);

/** What a finding of the audit says. A code without a text of its own is shown as it is. */
export function findingMessage({ code, params: given, count }: Finding, t: Translate): string {
  const params = inWords(given, t);
  // Values that do not cross exactly are named as their exceptions are.
  const cause = t(`certificate.causes.${code}`, { defaultValue: code });
  // Some say another thing where it turns out otherwise.
  const context = params.said === undefined ? {} : { context: String(params.said) };
  const said = t(`findings.${code}`, { ...params, ...context, count, defaultValue: cause });
  // What a decision would change in an application's table, to the letter.
  return params.alter ? `${said} ${t('findingAlter', { alter: params.alter })}` : said;
}

/** What a finding tells of what is left out, in the language of whoever reads it. */
export function inWords(params: Finding['params'], t: Translate): Finding['params'] {
  if (typeof params.reasons !== 'string') return params;
  const left = JSON.parse(params.reasons) as [name: string, reason: string][];
  return { ...params, names: left.map(([name, reason]) => `${name} (${reasonText(reason, t)})`).join('; ') };
}
