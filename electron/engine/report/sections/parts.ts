import type { Certificate } from '../../../../shared/model/index.ts';
import { shortCode } from '../../../../shared/short-codes/index.ts';
import { type Format, shorten, shortenPair } from '../format.ts';
import { type Html, html } from '../markup.ts';

/** Longest name and longest value that are shown whole. */
const nameLength = 120;
const valueLength = 240;

/** True when nothing may be said of what is not in the certificate: the run did not come to its end. */
export function isUnfinished({ outcome }: Certificate): boolean {
  return outcome === 'interrupted' || outcome === 'failed' || outcome === 'undone';
}

/** A name from the customer's file, whole in the title where it is cut. */
export function name(text: string): Html {
  const short = shorten(text, nameLength);
  if (short === text) return html`<span class="name">${text}</span>`;
  return html`<span class="name" title="${text}">${short}</span>`;
}

/** `table.column`, or what of it there is. */
export function place(table: string | null, column: string | null): Html {
  if (table === null) return html`–`;
  return column === null ? name(table) : html`${name(table)}<wbr>.${name(column)}`;
}

/** The short code of a finding or a cause, to say on the telephone or to look up in the guide; nothing where it has none. */
export function said(code: string): Html | null {
  const short = shortCode('finding', code);
  return short === null ? null : html` <span class="soft said">${short}</span>`;
}

/** A value, cut where it is long; NULL does not look like text. */
export function value(text: string | null): Html {
  return exactly(text === null ? null : shorten(text, valueLength));
}

/** The two sides of a difference as cells, cut around the place where they part. */
export function sides(source: string | null, target: string | null): Html {
  const [left, right] = shortenPair(source, target, valueLength);
  return html`<td>${exactly(left)}</td><td>${exactly(right)}</td>`;
}

function exactly(text: string | null): Html {
  if (text === null) return html`<span class="null">NULL</span>`;
  return html`<span class="value mono">${text}</span>`;
}

/** A cell with a count; zeros step back. */
export function count(n: number, f: Format): Html {
  return n === 0 ? html`<td class="n zero">0</td>` : html`<td class="n">${f.number(n)}</td>`;
}

export function list(items: readonly (Html | string)[]): Html {
  return html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

/** Pairs of words and values; a null value leaves the pair out. */
export function facts(pairs: [label: string, value: Html | string | null][]): Html {
  const shown = pairs.filter(([, v]) => v !== null);
  return html`<dl class="facts">${shown.map(([label, v]) => html`<dt>${label}</dt><dd>${v}</dd>`)}</dl>`;
}
