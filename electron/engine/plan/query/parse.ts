import type { Node } from 'sql-parser-cst';
import { fold } from '../../source/sql.ts';
import { refuse } from '../expression-value.ts';
import { parseText, readable } from '../parse-text.ts';

/**
 * The syntax tree of one statement.
 * @param names tables and columns of the file in lower case: SQLite takes more bare words as names than the parser does
 */
export function parseStatement(sql: string, names: ReadonlySet<string>): Node {
  const asIs = parseText(readable(sql, () => false));
  const isName = (word: { value: string; text: string }) =>
    !structure.has(word.value) && names.has(fold(word.text));
  const tree = 'reason' in asIs ? parseText(readable(sql, isName)) : asIs;
  if ('reason' in tree) return refuse(tree.reason);
  const [statement, ...others] = (tree.statements as Node[]).filter((each) => each.type !== 'empty');
  if (!statement || others.length > 0) return refuse('it is not one statement');
  return statement as Node;
}

/** Words that no table or column is meant by, even where one has that name. */
const structure = new Set(
  (
    'SELECT FROM WHERE GROUP ORDER BY HAVING LIMIT OFFSET UNION ALL EXCEPT INTERSECT JOIN LEFT RIGHT FULL INNER OUTER ' +
    'CROSS NATURAL ON USING AS AND OR NOT IS IN BETWEEN LIKE GLOB CASE WHEN THEN ELSE END CAST NULL EXISTS DISTINCT ' +
    'WITH RECURSIVE VALUES ISNULL NOTNULL COLLATE ESCAPE OVER FILTER WINDOW PARTITION ROWS RANGE GROUPS'
  ).split(' '),
);
