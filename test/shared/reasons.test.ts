import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { translator } from '../../shared/messages/index.ts';
import { isWorded, reasonText } from '../../shared/messages/reason-text.ts';

const plan = fileURLToPath(new URL('../../electron/engine/plan', import.meta.url));
const audit = fileURLToPath(new URL('../../electron/engine/audit', import.meta.url));

/** A text of the source as it would be said: names and values are some word. */
function said(literal: string): string {
  let text = '';
  for (let at = 1; at < literal.length - 1; at++) {
    if (!literal.startsWith('${', at)) {
      text += literal[at] === '\\' ? literal[++at] : literal[at];
      continue;
    }
    let depth = 1;
    for (at += 2; depth > 0; at++) depth += literal[at] === '{' ? 1 : literal[at] === '}' ? -1 : 0;
    at--;
    text += 'Xy';
  }
  return text;
}

/** Every text that the engine gives as a reason: of refuse(…), leave(…) and `reason`. */
function reasonsIn(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const places = text.matchAll(
        /(?:\b(?:refuse|leave)\((?:v\.constant === null \?)?|\breason(?: =|:)|(?:decided|lacks|indexAlone) =)\s*([`'][^;]*)/g,
      );
      return [...places].map((found): [string, string] => [file, literalAt(found[1] as string)]);
    });
}

function literalAt(text: string): string {
  const quote = text[0] as string;
  for (let at = 1, depth = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (quote === '`' && text.startsWith('${', at)) depth++;
    else if (depth > 0 && text[at] === '}') depth--;
    else if (depth === 0 && text[at] === quote) return text.slice(0, at + 1);
  }
  throw new Error(`a text without an end: ${text.slice(0, 60)}`);
}

// Of the audit, what it leaves out itself.
const settled = reasonsIn(audit).filter(([file]) => file === 'settle.ts');
const all = [...reasonsIn(plan), ...settled].filter(
  // What is wrong with an option of the command line is no reason of a plan.
  ([, text]) => !/^`(?:--set|\$\{scope|type \$)/.test(text),
);

describe('reasons of what a plan leaves out', () => {
  it('are found in the source', () => {
    expect(all.length).toBeGreaterThan(80);
  });

  it.each(all)('%s: %s has a text in every language', (_, literal) => {
    expect(isWorded(said(literal)), said(literal)).toBe(true);
  });

  it('are said in the language of whoever reads', () => {
    const [pt, en] = [translator('pt-BR'), translator('en')];
    for (const [english, portuguese] of [
      ['unknown collation XCOL', 'ordenação (collation) desconhecida: XCOL'],
      [
        'it depends on the current time, which PostgreSQL does not allow here',
        'depende do seguinte, que o PostgreSQL não permite aqui: a hora atual',
      ],
      ['text ("nome") is compared with a number', 'texto ("nome") é comparado com um número'],
      ["'$t(errors.internal.hint) {{a}}' is no number", "'$t(errors.internal.hint) {{a}}' não é número"],
      ['table number does not exist', 'a tabela number não existe'],
      ['something nobody wrote', 'something nobody wrote'],
    ] as const) {
      expect(reasonText(english, pt)).toBe(portuguese);
      expect(reasonText(english, en)).toBe(english);
    }
  });
});
