import { expect, test } from 'vitest';
import { formatFor, shortDigest, shorten, shortenPair } from '../../../electron/engine/report/format.ts';
import { cssString, html, visibleInPrint } from '../../../electron/engine/report/markup.ts';
import { translator } from '../../../shared/messages/index.ts';

const pt = formatFor('pt-BR', translator('pt-BR'));
const en = formatFor('en', translator('en'));

test.for([
  [0.004, '0 s', '0 s'],
  [3.214, '3,21 s', '3.21 s'],
  [25.14, '25,1 s', '25.1 s'],
  [60, '1 min', '1 min'],
  [3725.4, '1 h 2 min 5 s', '1 h 2 min 5 s'],
  [7200, '2 h', '2 h'],
] as const)('%s seconds', ([seconds, portuguese, english]) => {
  expect(pt.duration(seconds)).toBe(portuguese);
  expect(en.duration(seconds)).toBe(english);
});

test.for([
  [0, '0 byte'],
  [999, '999 byte'],
  [1000, '1 kB'],
  [860_400_000, '860.4 MB'],
  [12_000_000_000, '12 GB'],
  [9_000_000_000_000_000, '9,000 TB'],
] as const)('%s bytes', ([bytes, text]) => {
  expect(en.size(bytes)).toBe(text);
});

test('a date that is none stays as it is', () => {
  expect(en.moment('once upon a time')).toBe('once upon a time');
});

test('the first key that has a text', () => {
  expect(en.either(['certificate.nothing', 'certificate.yes'], 'fallback')).toBe('yes');
  expect(en.either(['certificate.verdict'], 'fallback')).toBe('fallback');
});

test('cuts by characters and says how many follow', () => {
  expect(shorten('😀😀😀', 3)).toBe('😀😀😀');
  expect(shorten('😀😀😀', 2)).toBe('😀😀… (+1)');
  expect(shortDigest('0123456789abcdef0123')).toBe('01234567…0123');
  expect(shortDigest('short')).toBe('short');
});

test('cuts a pair so that the difference is seen', () => {
  expect(shortenPair('same', 'same!', 10)).toEqual(['same', 'same!']);
  expect(shortenPair(null, 'x'.repeat(12), 10)).toEqual([null, `${'x'.repeat(10)}… (+2)`]);
  const [left, right] = shortenPair(`${'s'.repeat(100)}A`, 's'.repeat(100), 60);
  expect(left).toBe(`(+60) …${'s'.repeat(40)}A`);
  expect(right).toBe(`(+60) …${'s'.repeat(40)}`);
});

test('html escapes whatever is not html', () => {
  const list = ['<a>', html`<b>`, 3, null];
  expect(html`<p title="${`"'&`}">${list}</p>`.text).toBe('<p title="&quot;&#39;&amp;">&lt;a&gt;<b>3</p>');
});

test('invisible characters are seen', () => {
  expect(visibleInPrint('a\0b\x1b\u202e\ud800\t\n')).toBe('a⟨U+0000⟩b⟨U+001B⟩⟨U+202E⟩\ufffd\t\n');
  expect(visibleInPrint('a\u2028\u3164 \u2764\ufe0f')).toBe('a⟨U+2028⟩⟨U+3164⟩ \u2764\ufe0f');
});

test('a css string holds nothing that could end it', () => {
  expect(cssString('a"\\\n</style>é')).toBe('"a\\22 \\5c \\a \\3c \\2f style\\3e é"');
});
