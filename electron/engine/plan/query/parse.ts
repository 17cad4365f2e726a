import { type Node, parse } from 'sql-parser-cst';
import { fold } from '../../source/sql.ts';
import { tokenize } from '../../source/tokens.ts';
import { refuse } from '../expression-value.ts';

/**
 * The syntax tree of one statement.
 * @param names tables and columns of the file in lower case: SQLite takes more bare words as names than the parser does
 */
export function parseStatement(sql: string, names: ReadonlySet<string>): Node {
  const asIs = parsed(sql);
  const tree = typeof asIs === 'string' ? parsed(quoted(sql, names)) : asIs;
  if (typeof tree === 'string') return refuse(`it cannot be read: ${tree}`);
  const [statement, ...others] = tree.filter((each) => each.type !== 'empty');
  if (!statement || others.length > 0) return refuse('it is not one statement');
  return statement as Node;
}

/** The statements, or what the parser did not expect. */
function parsed(sql: string): Node[] | string {
  try {
    return parse(sql, { dialect: 'sqlite' }).statements as Node[];
  } catch (error) {
    // The first line says what was not expected; the others draw the text.
    const [first = ''] = String(error instanceof Error ? error.message : error).split('\n');
    if (!first.startsWith('Syntax Error: ')) throw error;
    return first.slice('Syntax Error: '.length);
  }
}

/** Words that no table or column is meant by, even where one has that name. */
const structure = new Set(
  (
    'SELECT FROM WHERE GROUP ORDER BY HAVING LIMIT OFFSET UNION ALL EXCEPT INTERSECT JOIN LEFT RIGHT FULL INNER OUTER ' +
    'CROSS NATURAL ON USING AS AND OR NOT IS IN BETWEEN LIKE GLOB CASE WHEN THEN ELSE END CAST NULL EXISTS DISTINCT ' +
    'WITH RECURSIVE VALUES ISNULL NOTNULL COLLATE ESCAPE OVER FILTER WINDOW PARTITION ROWS RANGE GROUPS'
  ).split(' '),
);

function quoted(sql: string, names: ReadonlySet<string>): string {
  const tokens = tokenize(sql);
  let result = '';
  let from = 0;
  for (const [i, token] of tokens.entries()) {
    const isName =
      token.kind === 'word' &&
      !structure.has(token.value) &&
      names.has(fold(token.text)) &&
      tokens[i + 1]?.text !== '(';
    result += sql.slice(from, token.start) + (isName ? `"${token.text}"` : token.text);
    from = token.end;
  }
  return result + sql.slice(from);
}
