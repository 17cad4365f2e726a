import type { TFunction } from 'i18next';
import { reasons } from './en/reasons.ts';

interface Shape {
  key: string;
  pattern: RegExp;
  /** Names in the order in which they stand. */
  names: string[];
  /** Characters that are no placeholder: the more of them, the closer the text. */
  fixed: number;
}

const placeholder = /\{\{(\w+)\}\}/;

const shapes: Shape[] = Object.entries(reasons)
  .map(([key, text]): Shape => {
    const parts = text.split(placeholder);
    const literal = (part: string) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const pattern = parts.map((part, i) => (i % 2 === 0 ? literal(part) : '([\\s\\S]+?)')).join('');
    return {
      key,
      pattern: new RegExp(`^${pattern}$`),
      names: parts.filter((_, i) => i % 2 === 1),
      fixed: parts.filter((_, i) => i % 2 === 0).join('').length,
    };
  })
  .sort((a, b) => b.fixed - a.fixed);

/** The text that a reason of the engine is one of, or null for one that is not written here. */
function shapeOf(reason: string): { key: string; params: Record<string, string> } | null {
  for (const { key, pattern, names } of shapes) {
    const found = pattern.exec(reason);
    if (!found) continue;
    return { key, params: Object.fromEntries(names.map((name, i) => [name, found[i + 1] ?? ''])) };
  }
  return null;
}

/**
 * Why something has no counterpart in the target, in a person's language. The engine and its plans have one spelling of
 * a reason, the English one (en/reasons.ts); what it says of a name or a value stays as it is.
 */
export function reasonText(reason: string, t: TFunction): string {
  const found = shapeOf(reason);
  if (!found) return reason;
  const params = Object.fromEntries(
    Object.entries(found.params).map(([name, value]) => [
      name,
      // A table may be called `number`.
      name === 'what' || name === 'other' ? reasonText(value, t) : value,
    ]),
  );
  return t(`reasons.${found.key}`, params);
}

/** True for a reason that can be said in every language. */
export function isWorded(reason: string): boolean {
  return shapeOf(reason) !== null;
}
