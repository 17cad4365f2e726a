import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskText, maskValue } from '../../../electron/engine/support/mask.ts';
import { maskAllBut, maskSaid, maskSaidIn, namesIn } from '../../../electron/engine/support/mask-said.ts';

const texts = fc.string({ unit: 'grapheme', maxLength: 60 });

describe('a masked text', () => {
  test('has no letter but a and A, and no digit but 9', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(maskText(text)).not.toMatch(/(?![aA])\p{L}|(?!9)\p{N}/u);
      }),
    );
  });

  test('has as many characters, and all that are neither letter nor digit in their places', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const [given, masked] = [[...text], [...maskText(text)]];
        expect(masked.length).toBe(given.length);
        for (const [i, character] of given.entries())
          if (!/[\p{L}\p{N}]/u.test(character)) expect(masked[i]).toBe(character);
      }),
    );
  });

  test('says the same of all texts of one shape, and is its own mask', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(maskText(maskText(text))).toBe(maskText(text));
      }),
    );
    expect(maskText('BRA2E19')).toBe('AAA9A99');
    expect(maskText('RIO7X42')).toBe('AAA9A99');
    expect(maskText('31/12/2024 às 10h, São Paulo')).toBe('99/99/9999 aa 99a, Aaa Aaaaa');
  });

  test('of a value keeps its kind and its length, whatever the number', () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true })), (n) => {
        const masked = maskValue(n);
        const text =
          typeof masked === 'object' && masked !== null ? Object.values(masked)[0] : String(masked);
        expect(text).toBe(maskText(String(n)));
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const masked = maskValue({ base64: Buffer.from(bytes).toString('base64') });
        expect(masked).toEqual({ base64: Buffer.alloc(bytes.length).toString('base64') });
      }),
    );
    expect(maskValue(null)).toBeNull();
    expect(maskValue({ integer: '-9223372036854775808' })).toEqual({ integer: '-9999999999999999999' });
    expect(maskValue(12.5)).toBe(99.9);
  });
});

describe('what a server said', () => {
  const names = namesIn({ tables: [{ target: 'vehicles', columns: [{ target: 'plate' }] }], schema: 'auto' });

  test.each([
    // Messages as PostgreSQL 18 words them, and its driver passes them on.
    ['Key (plate)=(BRA2E19) already exists.', 'Key (plate)=(AAA9A99) already exists.'],
    [
      'Key (plate)=(BRA) 2E19) b) is not present in table "vehicles".',
      'Key (plate)=(AAA) 9A99) a) is not present in table "vehicles".',
    ],
    ['Failing row contains (7, BRA2E19, null).', 'Failing row contains (9, AAA9A99, aaaa).'],
    ['invalid input syntax for type integer: "BRA2E19"', 'invalid input syntax for type integer: "AAA9A99"'],
    [
      'invalid input syntax for type integer: "B"RA"2E19"',
      'invalid input syntax for type integer: "A"AA"9A99"',
    ],
    ['COPY vehicles, line 7, column plate: "BRA2E19"', 'COPY vehicles, line 7, column plate: "AAA9A99"'],
    ['value "BRA2E19" is out of range', 'value "AAA9A99" is out of range'],
    ['JSON data, line 1: {"plate":BRA2E19', 'JSON data, line 1: {"aaaaa":AAA9A99'],
    ['relation "vehicles" has no column "plate"', 'relation "vehicles" has no column "plate"'],
    ["malformed literal 'BRA2E19'", "malformed literal 'AAA9A99'"],
    // As servers in Spanish, French and German word them.
    ['la sintaxis de entrada no es válida: «BRA2E19»', 'la sintaxis de entrada no es válida: «AAA9A99»'],
    ['syntaxe invalide : « BRA2E19 »', 'syntaxe invalide : « AAA9A99 »'],
    ['syntaxe invalide\u00a0: «\u202fBRA » 2E19\u00a0»', 'syntaxe invalide\u00a0: «\u202fAAA » 9A99\u00a0»'],
    ['ungültige Syntax für Typ integer: »BRA2E19«', 'ungültige Syntax für Typ integer: »AAA9A99«'],
    ['Wert „BRA2E19“ von »vehicles«', 'Wert „AAA9A99“ von »vehicles«'],
    ['value “BRA2E19” of “plate”', 'value “AAA9A99” of “plate”'],
    [
      'target.auth {"host":"h","reason":"BRA2E19"}: refused for "plate"\n    at x (y.js:1:2)',
      'target.auth {…}: refused for "plate"\n    at x (y.js:1:2)',
    ],
    [`ENOENT: no such file, open 'C:\\auto\\x.db'`, `ENOENT: no such file, open 'C:\\auto\\x.db'`],
  ])('%s', (said, masked) => {
    expect(maskSaid(said, names)).toBe(masked);
  });

  test('knows no value of a key for a name, whatever its column is called', () => {
    const samples = [{ key: { name: 'BRA2E19' }, value: null }];
    expect(namesIn({ findings: [{ table: 'vehicles', samples }] })).toEqual(new Set(['vehicles']));
  });

  test('of whole rows keeps names alone; a log keeps its own words and its numbers', () => {
    expect(maskAllBut('plate of vehicles is BRA2E19', names)).toBe('plate aa vehicles aa AAA9A99');
    const line = {
      time: '2026-01-01T10:00:00Z',
      msg: 'stage ended',
      err: { detail: 'BRA2E19', line: '7', n: 7 },
    };
    expect(maskSaidIn(line, names)).toEqual({ ...line, err: { detail: 'AAA9A99', line: '7', n: 7 } });
  });
});
