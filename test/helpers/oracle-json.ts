import { isDeepStrictEqual } from 'node:util';

/** True when two JSON texts hold the same members, texts and numbers, digit for digit, whatever their spelling. */
export function sameJson(a: string, b: string): boolean {
  // JSON.parse drops the first of two equal keys without a word: the tokens tell.
  return tokens(a) === tokens(b) && isDeepStrictEqual(parse(a), parse(b));
}

function tokens(json: string): number {
  return json.match(/"(?:[^"\\]|\\.)*"|[\w.+-]+/g)?.length ?? 0;
}

/**
 * Numbers as their decimal digits, which a double would round; texts as their bytes, because Node 24 reads the key of
 * `{"a": 0, "\"": 1}` as a backslash after it has met one there.
 */
function parse(json: string): unknown {
  const spelled = json.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
    token.startsWith('"')
      ? `"${Buffer.from(JSON.parse(token) as string).toString('hex')}"`
      : `{"number": "${canonical(token)}"}`,
  );
  return JSON.parse(spelled);
}

function canonical(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - kept.length);
  return kept === '' ? `${sign}0` : `${sign}${kept}e${power}`;
}

/** True when a JSON list of texts is the array that PostgreSQL prints. */
export function sameList(json: string, array: string): boolean {
  return isDeepStrictEqual(JSON.parse(json), readArray(array));
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function readArray(array: string): (string | null)[] {
  const items: (string | null)[] = [];
  const item = /"((?:[^"\\]|\\.)*)"|([^,{}"]+)/gs;
  for (const [, quoted, bare] of array.slice(1, -1).matchAll(item)) {
    if (quoted !== undefined) items.push(quoted.replace(/\\(.)/gs, '$1'));
    else items.push(bare === 'NULL' ? null : (bare as string));
  }
  return items;
}
