import type { TFunction } from 'i18next';

/** Numbers, sizes and times as the language writes them. */
export interface Format {
  t: TFunction;
  number(value: number): string;
  /** `1,2 MiB`. */
  bytes(value: number): string;
  /** `2 min 5 s`; whole seconds from 10 s on. */
  duration(seconds: number): string;
  /** Date and time of day. */
  date(iso: string): string;
  /** The time of day, to the second. */
  time(iso: string): string;
  /** `mar. de 2025` of `2025-03`. */
  month(month: string): string;
  /** `há 3 minutos`. */
  ago(iso: string): string;
  percent(part: number, whole: number): string;
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** What a language writes with. A hundred rows of a page ask for it, and each of these takes its time to be made. */
const made = new Map<string, ReturnType<typeof make>>();

function make(language: string) {
  return {
    decimal: new Intl.NumberFormat(language, { maximumFractionDigits: 1 }),
    date: new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' }),
    time: new Intl.DateTimeFormat(language, { timeStyle: 'medium' }),
    month: new Intl.DateTimeFormat(language, { month: 'short', year: 'numeric', timeZone: 'UTC' }),
    relative: new Intl.RelativeTimeFormat(language, { numeric: 'auto' }),
  };
}

/** The formats of one language. */
export function formats(t: TFunction, language: string): Format {
  const known = made.get(language) ?? make(language);
  made.set(language, known);
  const { decimal, date, time, month, relative } = known;
  return {
    t,
    number: (value) => decimal.format(value),
    bytes(value) {
      const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
      return `${decimal.format(value / 1024 ** power)} ${units[power]}`;
    },
    duration(seconds) {
      if (seconds < 10) return `${decimal.format(seconds)} s`;
      const whole = Math.round(seconds);
      const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
      const named = [`${parts[0]} h`, `${parts[1]} min`, `${parts[2]} s`];
      const first = parts.findIndex((part) => part > 0);
      return named.slice(Math.max(0, first), Math.max(0, first) + 2).join(' ');
    },
    date: (iso) => date.format(new Date(iso)),
    time: (iso) => time.format(new Date(iso)),
    month(text) {
      // A broken clock's year 1 has no name that anybody would know it by.
      const isUsual = /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(text);
      return isUsual ? month.format(new Date(`${text}-01T00:00:00Z`)) : text;
    },
    ago(iso) {
      const seconds = (new Date(iso).getTime() - Date.now()) / 1000;
      const steps: [Intl.RelativeTimeFormatUnit, number][] = [
        ['day', 86_400],
        ['hour', 3600],
        ['minute', 60],
      ];
      const step = steps.find(([, size]) => Math.abs(seconds) >= size);
      return step ? relative.format(Math.round(seconds / step[1]), step[0]) : relative.format(0, 'second');
    },
    percent: (part, whole) =>
      `${decimal.format(whole === 0 ? 100 : Math.floor((part / whole) * 1000) / 10)} %`,
  };
}
