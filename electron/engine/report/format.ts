import type { Language, Translate } from '../../../shared/messages/index.ts';

/** How one certificate writes numbers, dates and sizes, in its language. */
export interface Format {
  t: Translate;
  language: Language;
  number(value: number): string;
  /** `23/11/2026, 16:02:11 GMT-3`, in the time zone of the machine that writes it, which is named. */
  moment(iso: string): string;
  /** `23 de novembro de 2026 às 16:02 GMT-3`, in the same time zone. */
  day(iso: string): string;
  /** Seconds as `12,3 s` or `1 h 2 min 3 s`. */
  duration(seconds: number): string;
  /** `3,4 MB`, decimal units as file managers show them. */
  size(bytes: number): string;
  /** Text of a key under `certificate.`. */
  text(key: string, params?: Record<string, string | number>): string;
  /** Text of the first key that exists, else the fallback. */
  either(keys: string[], fallback: string, params?: Record<string, string | number>): string;
}

export function formatFor(language: Language, t: Translate): Format {
  const numbers = new Intl.NumberFormat(language);
  const moments = new Intl.DateTimeFormat(language, {
    year: 'numeric',
    // 11/23 and 23/11 are both in use among readers of English.
    month: language === 'en' ? 'short' : '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  const days = new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  const written = (format: Intl.DateTimeFormat) => (iso: string) => {
    const date = new Date(iso);
    return Number.isNaN(date.getTime()) ? iso : format.format(date);
  };
  return {
    t,
    language,
    number: (value) => numbers.format(value),
    moment: written(moments),
    day: written(days),
    duration: (seconds) => duration(seconds, language),
    size: (bytes) => size(bytes, language),
    text: (key, params = {}) => t(`certificate.${key}`, params),
    either: (keys, fallback, params = {}) => {
      for (const key of keys) {
        // A code that is the beginning of others has texts below it, and none of its own.
        const found: unknown = t(key, { ...params, defaultValue: '', returnObjects: true });
        if (typeof found === 'string' && found !== '') return found;
      }
      return fallback;
    },
  };
}

function duration(seconds: number, language: Language): string {
  if (seconds < 60) {
    const digits = seconds < 10 ? 2 : 1;
    const text = new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(seconds);
    return `${text} s`;
  }
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const units = ['h', 'min', 's'];
  return parts.flatMap((n, i) => (n === 0 ? [] : [`${n} ${units[i]}`])).join(' ');
}

function size(bytes: number, language: Language): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const place = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[place] as string,
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** place);
}

/** Long texts as people can look at them: their beginning, and how many characters follow. */
export function shorten(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  return `${characters.slice(0, most).join('')}… (+${characters.length - most})`;
}

/** Characters shown before the place where two values part. */
const lead = 40;

/** Both sides of a difference, cut so that the first place where they differ is seen. */
export function shortenPair(
  source: string | null,
  target: string | null,
  most: number,
): [string | null, string | null] {
  if (source === null || target === null) {
    return [source && shorten(source, most), target && shorten(target, most)];
  }
  const [left, right] = [[...source], [...target]];
  const parted = left.findIndex((character, i) => character !== right[i]);
  const same = parted === -1 ? left.length : parted;
  // A beginning that fits anyway is not cut.
  const start = same <= most / 2 ? 0 : same - lead;
  const before = start === 0 ? '' : `(+${start}) …`;
  const cut = (characters: string[]) => before + shorten(characters.slice(start).join(''), most);
  return [cut(left), cut(right)];
}

/** Both ends of a digest. */
export function shortDigest(digest: string): string {
  return digest.length <= 16 ? digest : `${digest.slice(0, 8)}…${digest.slice(-4)}`;
}
