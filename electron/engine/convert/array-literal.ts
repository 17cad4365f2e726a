/**
 * Arrays of texts as PostgreSQL prints them: any number of dimensions, and bounds where they do not begin at 1.
 * https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
 */
export type ArrayItems = (string | null | ArrayItems)[];

export interface ArrayLiteral {
  /** `[0:1][2:3]`, or nothing. */
  bounds: string;
  items: ArrayItems;
}

/** Null for what PostgreSQL does not print. */
export function readArray(text: string): ArrayLiteral | null {
  const [, bounds = '', list = ''] = /^((?:\[[+-]?\d+:[+-]?\d+\])+=)?(\{.*\})$/s.exec(text) ?? [];
  const item = /([{}])|(")|([^",{}]+)|,/gsy;
  const open: ArrayItems[] = [];
  let whole: ArrayItems | null = null;
  for (let found = item.exec(list); found; found = item.exec(list)) {
    const [, brace, quote, bare] = found;
    if (whole !== null) return null;
    if (brace === '{') {
      const inner: ArrayItems = [];
      open.at(-1)?.push(inner);
      open.push(inner);
    } else if (brace === '}') {
      const closed = open.pop() ?? null;
      if (open.length === 0) whole = closed;
    } else if (quote !== undefined) {
      const end = quoteEnd(list, item.lastIndex);
      if (end === null) return null;
      open.at(-1)?.push(list.slice(item.lastIndex, end).replace(/\\(.)/gs, '$1'));
      item.lastIndex = end + 1;
    } else if (bare !== undefined) open.at(-1)?.push(bare === 'NULL' ? null : bare);
  }
  const literal = whole && { bounds: bounds.replace(/=$/, ''), items: whole };
  return literal !== null && arrayText(literal) === text ? literal : null;
}

/** Where the closing quote of an item is, null where there is none. An expression would need the stack for a long one. */
function quoteEnd(list: string, from: number): number | null {
  for (let at = from; at < list.length; at++) {
    if (list[at] === '"') return at;
    if (list[at] === '\\') at++;
  }
  return null;
}

/** As PostgreSQL prints it. */
export function arrayText({ bounds, items }: ArrayLiteral): string {
  const list = (each: ArrayItems): string =>
    `{${each.map((item) => (Array.isArray(item) ? list(item) : item === null ? 'NULL' : element(item))).join(',')}}`;
  return `${bounds === '' ? '' : `${bounds}=`}${list(items)}`;
}

/** True where all lists of one depth are of one length: PostgreSQL has no other arrays, and no empty ones inside. */
export function isRectangular(items: ArrayItems): boolean {
  const shape = (each: ArrayItems): string | null => {
    const inner = each.map((item) => (Array.isArray(item) ? (item.length === 0 ? null : shape(item)) : ''));
    const [first = ''] = inner;
    return first !== null && inner.every((one) => one === first) ? `${each.length}.${first}` : null;
  };
  return shape(items) !== null;
}

function element(item: string): string {
  const bare = item !== '' && !/^null$/i.test(item) && !/[{}",\\ \t\n\r\v\f]/.test(item);
  return bare ? item : `"${item.replace(/["\\]/g, '\\$&')}"`;
}
