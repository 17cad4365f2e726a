const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Text as XML holds it, in elements and attributes. */
export function xmlText(text: string): string {
  return text.replace(/[&<>"]/g, (each) => entities[each] ?? each);
}
