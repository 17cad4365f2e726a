import { expect, it } from 'vitest';
import { bytesText } from '../../shared/bytes-text.ts';

it.each([
  ['abc', '"abc" (bytes)'],
  ['São "x"', '"São \\"x\\"" (bytes)'],
  ['', "x''"],
  ['a\0', "x'6100'"],
  ['motor\0ligado', '"motor\\x00ligado" (bytes)'],
  ['sim\u202ee', '"sim\\xe2\\x80\\xaee" (bytes)'],
  ['a\\b', '"a\\\\b" (bytes)'],
  ['\u202e', "x'e280ae'"],
])('text that is kept as bytes is read as text: %j', (text, shown) => {
  expect(bytesText(Buffer.from(text).toString('base64'))).toBe(shown);
});

it('text in another encoding is read as far as it can be', () => {
  expect(bytesText(Buffer.from('São José', 'latin1').toString('base64'))).toBe('"S\\xe3o Jos\\xe9" (bytes)');
  // Cut in the middle of a character, as samples are.
  const cut = Buffer.from('coração').subarray(0, 5).toString('base64');
  expect(bytesText(cut)).toBe('"cora\\xc3" (bytes)');
});

it('bytes that are no text are in the notation of SQL, and cut', () => {
  expect(bytesText(Buffer.from([0xff, 0]).toString('base64'))).toBe("x'ff00'");
  expect(bytesText(Buffer.from('ç'.repeat(500)).toString('base64'))).toBe(`"${'ç'.repeat(120)}…" (bytes)`);
  expect(bytesText(Buffer.alloc(500, 0xff).toString('base64'))).toBe(`x'${'ff'.repeat(120)}…'`);
});

it('of a photograph no more is read than is shown', () => {
  // What comes after is no base64: whoever read it would fail.
  const photograph = Buffer.alloc(3_000_000, 0xff).toString('base64');
  expect(bytesText(`${photograph.slice(0, 3_000)}*${photograph.slice(3_001)}`)).toBe(
    `x'${'ff'.repeat(120)}…'`,
  );
  const letter = Buffer.from('á'.repeat(2000)).toString('base64');
  expect(bytesText(`${letter.slice(0, 3_000)}*`)).toBe(`"${'á'.repeat(120)}…" (bytes)`);
});
