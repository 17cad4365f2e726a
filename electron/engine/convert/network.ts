import type { ColumnFit } from '../../../shared/model/index.ts';
import { ipv4, ipv6 } from './address.ts';
import { type Conversion, Trouble } from './types.ts';

type Network = NonNullable<ColumnFit['network']>;

/**
 * Text into inet, cidr, macaddr or macaddr8, each of which prints one spelling only.
 * https://www.postgresql.org/docs/current/datatype-net-types.html
 */
export function network(kind: Network): Conversion {
  const canonical = kind === 'inet' || kind === 'cidr' ? address : hardware;
  return {
    encode(value) {
      const text = typeof value === 'string' ? canonical(value.trim(), kind) : null;
      if (text === null) return new Trouble('network.unknown', null, 'no network address');
      return text === value ? text : new Trouble('network.spelling', text, 'address in another spelling');
    },
    copySql: () => null,
  };
}

/** `address/bits`; cidr has no bit set to the right of them, and always says how many there are. */
function address(text: string, kind: Network): string | null {
  const [, host = '', given] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const read = ipv4(host) ?? ipv6(host);
  if (read === null) return null;
  const most = read.words.length * read.width;
  const bits = given === undefined ? most : Number(given);
  if (bits > most) return null;
  if (kind === 'inet') return bits === most ? read.text : `${read.text}/${bits}`;
  const value = read.words.reduce((all, word) => (all << BigInt(read.width)) | BigInt(word), 0n);
  return value % (1n << BigInt(most - bits)) === 0n ? `${read.text}/${bits}` : null;
}

const shapes = [
  /^([\da-f]{2}:)+[\da-f]{2}$/i,
  /^([\da-f]{2}-)+[\da-f]{2}$/i,
  /^([\da-f]{4}\.)+[\da-f]{4}$/i,
  /^([\da-f]{4}-)+[\da-f]{4}$/i,
  /^[\da-f]{6}[:-][\da-f]{6}$/i,
  /^[\da-f]{8}[:-][\da-f]{8}$/i,
  /^[\da-f]+$/i,
];

/** Six or eight bytes; a macaddr8 that is given six has ff:fe in the middle. */
function hardware(text: string, kind: Network): string | null {
  if (!shapes.some((shape) => shape.test(text))) return null;
  const digits = text.replace(/[^\da-f]/gi, '').toLowerCase();
  const all =
    kind === 'macaddr8' && digits.length === 12 ? `${digits.slice(0, 6)}fffe${digits.slice(6)}` : digits;
  if (all.length !== (kind === 'macaddr8' ? 16 : 12)) return null;
  return all.match(/../g)?.join(':') ?? null;
}
