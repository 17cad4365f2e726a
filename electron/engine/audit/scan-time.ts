import type { TimeKind } from './look.ts';

const monthDays = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads a plain time (convert/time.ts) from ASCII bytes: a number that sorts as the text without its decimals does,
 * or -1 when it is spelled in another way or does not exist.
 */
export function timeKey(kind: TimeKind, bytes: Buffer, start: number, end: number): number {
  const length = end - start;
  switch (kind) {
    case 'timestamp': {
      if (length < 19 || bytes[start + 10] !== 32) return -1;
      const day = dayKey(bytes, start);
      const clock = clockKey(bytes, start + 11);
      return day < 0 || clock < 0 || !decimals(bytes, start + 19, end) ? -1 : day * 1e6 + clock;
    }
    case 'date':
      return length === 10 ? dayKey(bytes, start) : -1;
    case 'time':
      return length >= 8 && decimals(bytes, start + 8, end) ? clockKey(bytes, start) : -1;
  }
}

function dayKey(bytes: Buffer, at: number): number {
  const century = twoDigits(bytes, at);
  const years = twoDigits(bytes, at + 2);
  const month = twoDigits(bytes, at + 5);
  const day = twoDigits(bytes, at + 8);
  if (century < 0 || years < 0 || bytes[at + 4] !== 45 || bytes[at + 7] !== 45) return -1;
  if (month < 1 || month > 12 || day < 1 || day > (monthDays[month] as number)) return -1;
  const year = century * 100 + years;
  if (year === 0) return -1;
  if (month === 2 && day === 29 && (year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0))) return -1;
  return year * 10_000 + month * 100 + day;
}

function clockKey(bytes: Buffer, at: number): number {
  const hour = twoDigits(bytes, at);
  const minute = twoDigits(bytes, at + 3);
  const second = twoDigits(bytes, at + 6);
  if (bytes[at + 2] !== 58 || bytes[at + 5] !== 58) return -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
  return hour * 10_000 + minute * 100 + second;
}

/** Nothing, or a point and one to six digits. */
function decimals(bytes: Buffer, start: number, end: number): boolean {
  if (start === end) return true;
  const digits = end - start - 1;
  if (bytes[start] !== 46 || digits < 1 || digits > 6) return false;
  for (let at = start + 1; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte < 48 || byte > 57) return false;
  }
  return true;
}

/** 0 to 99, or -1. */
function twoDigits(bytes: Buffer, at: number): number {
  const tens = (bytes[at] as number) - 48;
  const ones = (bytes[at + 1] as number) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
