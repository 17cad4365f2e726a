import { argumentsIn, closing } from './python.ts';
import { matches, type PythonFile, type Span } from './types.ts';

/** Words of a name or a path that say: this is not what the application lives on. */
const another =
  /backup|c(?:\u00c3\u00b3|o)pia|copy|\btmp\b|\btemp\b|test|\bbak\b|(?:\b|_)old(?:\b|_)|:memory:/i;
/** What may stand between the end of a text, or a name, and the end of its expression. */
const tail = /(?:[\s)}\]'"]|\.(?:resolve|absolute|as_posix)\(\s*\))+$/;

/**
 * True where an engine's URL is that of the application's own file: a text that ends in `autocore.db`, or a name that
 * is given such a text wherever the file gives it anything. Whatever is less certain is somebody else's database: one
 * of a test, a copy.
 */
export function isAutocoreUrl(file: PythonFile, url: Span): boolean {
  const parts: string[] = [];
  return (
    endsInFile(file, url, parts, new Set()) && parts.some((part) => /sqlite(?:\+pysqlite)?:\/\//.test(part))
  );
}

/** Goes from an expression to what it ends with. @param parts all that was passed. */
function endsInFile(file: PythonFile, { start, end }: Span, parts: string[], seen: Set<string>): boolean {
  const part = withoutComments(file, start, end);
  parts.push(part);
  if (another.test(part) || /(?<!\bautocore)\.db\b|\bif\b/.test(part)) return false;
  const last = part.replace(tail, '');
  if (/(?<![\w.-])autocore\.db$/.test(last)) return true;
  const name = /(?<![\w.'"/\\])[A-Za-z_]\w*$/.exec(last)?.[0];
  if (name === undefined || seen.has(name) || isBoundOtherwise(file, name)) return false;
  seen.add(name);
  const given = valuesOf(file, name);
  return given.length > 0 && given.every((value) => endsInFile(file, value, parts, seen));
}

function withoutComments({ code, strings }: PythonFile, start: number, end: number): string {
  const text = strings.slice(start, end);
  return code.slice(start, end).replaceAll(/\s/g, (blank, at: number) => text[at] ?? blank);
}

/** What a name is given, wherever in the file. */
function valuesOf({ code, statement }: PythonFile, name: string): Span[] {
  const given = new RegExp(String.raw`^[ \t]*${name}\s*(?::[^=\n]*)?=(?!=)`, 'gm');
  return matches(code, given)
    .filter(({ start }) => statement(start).start === start)
    .map(({ start, end }) => ({ start: end, end: statement(start).end }));
}

/** True for a name that is also a parameter, imported, counted through or changed: it may hold anything. */
function isBoundOtherwise({ code, statement }: PythonFile, name: string): boolean {
  const word = new RegExp(String.raw`(?<![\w.])${name}\b`);
  const parameter = new RegExp(String.raw`^\**${name}\b`);
  const changed = new RegExp(String.raw`(?<![\w.])${name}\s*(?::|[-+*/%|&^]{1,2})=`);
  return (
    changed.test(code) ||
    matches(code, /\bdef\s+\w+\s*\(/g).some(({ end }) =>
      argumentsIn(code, end - 1, closing(code, end - 1)).some(({ start }) =>
        parameter.test(code.slice(start)),
      ),
    ) ||
    matches(code, /\b(?:import|for|as|lambda)\b/g).some(({ start }) =>
      word.test(code.slice(start, statement(start).end).split(':')[0] ?? ''),
    ) ||
    matches(code, /^[ \t]*\(?([\w \t,]*,[\w \t,]*)\)?[ \t]*=(?!=)/gm).some(
      ({ start, groups: [names = ''] }) => statement(start).start === start && word.test(names),
    )
  );
}
