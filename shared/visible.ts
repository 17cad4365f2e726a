/**
 * Characters that a terminal acts on or does not show: control characters, among them ESC and those of ISO 6429's C1 set
 * (U+0080 to U+009F), line and paragraph separators, marks that turn the direction of writing, and everything else that
 * Unicode calls a format character or may leave undisplayed. https://www.unicode.org/reports/tr36/
 */
export const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** A text from outside (a name, a value, a path, what a server says) as it may stand on a line of a terminal. */
export function visible(text: string): string {
  return text.replace(hidden, escaped);
}

/** The same for a text whose line breaks are the program's own. JSON stays the same document. */
export function visibleLines(text: string): string {
  return text.replace(hidden, (char) => (char === '\n' ? char : escaped(char)));
}

/** `\u001b`: what JSON, JavaScript and Python write for it too. */
function escaped(char: string): string {
  return Array.from(
    { length: char.length },
    (_, i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
}
