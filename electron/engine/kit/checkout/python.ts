import { matches, type PythonFile, type SourceFile, type Span } from './types.ts';

/**
 * What each character of a Python file is: code, a string's own, or neither. It knows prefixes, triple quotes and
 * comments (https://docs.python.org/3/reference/lexical_analysis.html); what an f-string computes counts as its text.
 */
export function readPython(file: SourceFile): PythonFile {
  const { text } = file;
  const code: string[] = [];
  const strings: string[] = [];
  const literals: Span[] = [];
  const put = (to: 'code' | 'strings' | 'neither', upTo: number) => {
    for (; code.length < upTo; ) {
      const character = text.charAt(code.length);
      const blank = /\s/.test(character) ? character : ' ';
      strings.push(to === 'strings' ? character : blank);
      code.push(to === 'code' ? character : blank);
    }
  };
  const mark = /#[^\n]*|"""|'''|"|'/g;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    const [quote] = found;
    put('code', found.index);
    if (quote.startsWith('#')) {
      put('neither', mark.lastIndex);
      continue;
    }
    const end = endOfString(text, mark.lastIndex, quote);
    // The quotes stay in the view of the code: an argument can be told from none.
    put('code', mark.lastIndex);
    put('strings', end);
    put('code', Math.min(end + quote.length, text.length));
    mark.lastIndex = code.length;
    literals.push({ start: found.index, end: code.length });
  }
  put('code', text.length);
  const view = code.join('');
  const starts = statementStarts(view, literals);
  return {
    ...file,
    code: view,
    strings: strings.join(''),
    literal: (at) => wholeLiteral(view, literals, at),
    statement: (at) => {
      const next = starts.findIndex((start) => start > at);
      return {
        start: (next === -1 ? starts.at(-1) : starts[next - 1]) ?? 0,
        end: next === -1 ? text.length : (starts[next] ?? text.length),
      };
    },
  };
}

/** Where the closing quote stands. A string that is never closed ends with its line, or with the file. */
function endOfString(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text.startsWith(quote, at)) return at;
    else if (text[at] === '\n' && quote.length === 1) return at;
  }
  return text.length;
}

/** Texts that stand side by side are one: https://docs.python.org/3/reference/lexical_analysis.html#string-literal-concatenation */
function wholeLiteral(code: string, literals: readonly Span[], at: number): Span {
  const joined = (left: Span | undefined, right: Span | undefined) =>
    left && right && /^[\s\\]*[rbfuRBFU]{0,2}$/.test(code.slice(left.end, right.start));
  let first = literals.findIndex(({ start, end }) => start <= at && at < end);
  if (first === -1) return { start: at, end: at };
  let last = first;
  while (joined(literals[first - 1], literals[first])) first--;
  while (joined(literals[last], literals[last + 1])) last++;
  return { start: literals[first]?.start ?? at, end: literals[last]?.end ?? at };
}

function statementStarts(code: string, literals: readonly Span[]): number[] {
  const inside = new Set(literals.flatMap(({ start, end }) => linesWithin(code, start, end)));
  const starts = [0];
  let depth = 0;
  for (let at = 0; at < code.length; at++) {
    const character = code.charAt(at);
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
    else if (
      character === '\n' &&
      depth === 0 &&
      !inside.has(at) &&
      !/\\\r?$/.test(code.slice(Math.max(0, at - 2), at))
    ) {
      starts.push(at + 1);
    }
  }
  return starts;
}

/** Where lines end from one place to another. */
function linesWithin(code: string, start: number, end: number): number[] {
  return matches(code.slice(start, end), /\n/g).map((match) => start + match.start);
}

/** Where the bracket that opens at `open` closes; the end of the code when it does not. */
export function closing(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    if ('([{'.includes(code.charAt(at))) depth++;
    else if (')]}'.includes(code.charAt(at)) && --depth === 0) return at;
  }
  return code.length;
}

/** Where the bracket that closes at `close` opens; -1 when it does not. */
export function opening(code: string, close: number): number {
  let depth = 0;
  for (let at = close; at >= 0; at--) {
    if (')]}'.includes(code.charAt(at))) depth++;
    else if ('([{'.includes(code.charAt(at)) && --depth === 0) return at;
  }
  return -1;
}

/** The arguments between two brackets: where each stands, without the space around it. */
export function argumentsIn(code: string, open: number, close: number): Span[] {
  const cuts = [open];
  for (let at = open + 1; at < close; at++) {
    if ('([{'.includes(code.charAt(at))) at = closing(code, at);
    else if (code[at] === ',') cuts.push(at);
  }
  return cuts.flatMap((cut, i) => {
    const text = code.slice(cut + 1, cuts[i + 1] ?? close);
    const start = cut + 1 + text.length - text.trimStart().length;
    return text.trim() === '' ? [] : [{ start, end: start + text.trim().length }];
  });
}
