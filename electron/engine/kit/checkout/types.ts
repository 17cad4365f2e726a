/** A place of the application's code that PostgreSQL asks to change. */
export interface FoundPlace {
  /** Relative to the checkout, with slashes. */
  file: string;
  /** From 1. */
  line: number;
  /** What stands there, as one line. */
  found: string;
  /** What should; for the developer, in Portuguese. */
  change: string;
  /** True when the patch does it. */
  patched: boolean;
}

/** A file of the checkout. Its text has one character for each byte, so that a patch repeats every byte as it is. */
export interface SourceFile {
  path: string;
  text: string;
}

/** From a character to another one, without it. */
export interface Span {
  start: number;
  end: number;
}

/** A Python file, with what its characters are; the views have the length of the text. */
export interface PythonFile extends SourceFile {
  /** Strings and comments are blank. */
  code: string;
  /** Everything but what stands in strings is blank. */
  strings: string;
  /** The logical line (a statement, over all its brackets) around a place. */
  statement(at: number): Span;
  /** The text around a place, with its quotes and those beside it that Python joins to it. */
  literal(at: number): Span;
}

/** `text` replaces what stands from `start` to `end`; null: a person has to decide. */
export interface Hit {
  start: number;
  end: number;
  text: string | null;
  change: string;
  /** Functions of database_config.py that the new text calls. */
  needs?: readonly string[];
}

export type PythonRule = (file: PythonFile) => Hit[];

/** True for the path of a test: it has a database of its own. */
export function isTest(path: string): boolean {
  return /(?:^|\/)tests?\/|(?:^|\/)(?:test_[^/]*|[^/]*_tests?|conftest)\.py$/i.test(path);
}

/** Every match of a pattern in one view of a file. */
export function matches(view: string, pattern: RegExp): { start: number; end: number; groups: string[] }[] {
  return [...view.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    groups: match.slice(1).map((group) => group ?? ''),
  }));
}
