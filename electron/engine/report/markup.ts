import { hidden } from '../../../shared/visible.ts';

/** Text that is HTML already. Only `html` makes it, so everything else is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | null | readonly Part[];

/**
 * Template tag: html`<td>${name}</td>`. Every value is escaped unless it is Html itself; lists are joined and null is
 * nothing. Names and values come from a customer's file and may hold anything.
 */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.reduce((text, string, i) => text + textOf(parts[i - 1] ?? null) + string));
}

function textOf(part: Part): string {
  if (part === null) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(textOf).join('');
  return escaped(String(part));
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return visibleInPrint(text).replaceAll(/[&<>"']/g, (c) => entities[c] ?? c);
}

/**
 * Characters that are not seen, or that turn the writing direction, as their code point (NUL is ⟨U+0000⟩): what is
 * printed must not be able to look like something else.
 */
export function visibleInPrint(text: string): string {
  return text.toWellFormed().replaceAll(hidden, (character) => {
    const code = character.codePointAt(0) as number;
    if (ordinary.has(code)) return character;
    return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
  });
}

/** Tab, line feed, and inside emoji the joiner and what asks for text or picture. */
const ordinary = new Set([0x09, 0x0a, 0x200d, 0xfe0e, 0xfe0f]);

/** Any text as the content of a CSS string: everything but letters and digits by its code point. */
export function cssString(text: string): string {
  const safe = text.replaceAll(/[^\p{L}\p{N}]/gu, (c) => `\\${c.codePointAt(0)?.toString(16)} `);
  return `"${safe}"`;
}
