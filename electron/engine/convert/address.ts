/** An IP address as its words of `width` bits, and as PostgreSQL prints it. */
export interface Address {
  words: number[];
  width: number;
  text: string;
}

/** Four numbers without zeros before them, whose meaning programs do not agree on. */
export function ipv4(text: string): Address | null {
  if (!/^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(text)) return null;
  const words = text.split('.').map(Number);
  return words.every((word) => word < 256) ? { words, width: 8, text } : null;
}

/** https://www.rfc-editor.org/rfc/rfc4291#section-2.2 */
export function ipv6(text: string): Address | null {
  if (!/^[\da-f:]+(?::[\d.]+)?$/i.test(text) || !text.includes(':')) return null;
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half, i) => wordsOf(half, i === halves.length - 1) ?? [-1]);
  const missing = 8 - head.length - tail.length;
  if ([...head, ...tail].includes(-1) || (halves.length === 2 ? missing < 1 : missing !== 0)) return null;
  const words = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return { words, width: 16, text: ipv6Text(words) };
}

function wordsOf(half: string, isLast: boolean): number[] | null {
  if (half === '') return [];
  const groups = half.split(':');
  const dotted = isLast && groups.at(-1)?.includes('.') ? ipv4(groups.pop() ?? '') : undefined;
  if (dotted === null || !groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null;
  const words = groups.map((group) => Number.parseInt(group, 16));
  if (dotted === undefined) return words;
  const [a = 0, b = 0, c = 0, d = 0] = dotted.words;
  return [...words, a * 256 + b, c * 256 + d];
}

/**
 * The first of the longest runs of zeros left out; an IPv4 address inside with dots.
 * https://github.com/postgres/postgres/blob/master/src/port/inet_net_ntop.c
 */
function ipv6Text(words: number[]): string {
  let best = { base: -1, length: 1 };
  for (let base = 0; base < 8; base++) {
    let length = 0;
    while (words[base + length] === 0) length++;
    if (length > best.length) best = { base, length };
  }
  const isDotted = best.base === 0 && (best.length === 6 || (best.length === 5 && words[5] === 0xffff));
  const [high = 0, low = 0] = words.slice(6);
  const dots = [high >> 8, high & 255, low >> 8, low & 255].join('.');
  const groups = words.map((word) => word.toString(16));
  const printed = isDotted ? [...groups.slice(0, 6), dots] : groups;
  if (best.base < 0) return printed.join(':');
  const before = printed.slice(0, best.base).join(':');
  const after = printed.slice(best.base + best.length).join(':');
  return `${before}::${after}`;
}
