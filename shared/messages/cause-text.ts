import type { TFunction } from 'i18next';
import type { ExceptionRecord } from '../model/index.ts';

/** Why a value or row did not cross, in a person's language; a cause without words of its own says what it said. */
export function causeText({ code, reason }: Pick<ExceptionRecord, 'code' | 'reason'>, t: TFunction): string {
  // `server.23505` is the server's own refusal.
  const key = code.startsWith('server.') ? 'server' : code;
  // A code that is the beginning of others has texts below it, and none of its own.
  const found: unknown = t(`certificate.causes.${key}`, { reason, defaultValue: '', returnObjects: true });
  return typeof found === 'string' && found !== '' ? found : reason || code;
}

/** The same for all exceptions of a code at once. */
export function causeName(code: string, t: TFunction): string {
  return causeText({ code, reason: code.replace(/^server\./, '') }, t);
}
