import type { Node } from 'sql-parser-cst';
import { show } from 'sql-parser-cst';
import { fold } from '../../source/sql.ts';
import { identifierName } from '../expression-columns.ts';
import { refuse, type Scope, type Value } from '../expression-value.ts';
import { walk } from '../expression-walk.ts';
import { visible } from './from.ts';
import { valueIn } from './scope.ts';
import type { Frame } from './types.ts';

/** A column that a SELECT gives. */
export interface Column {
  name: string;
  value: Value;
}

/** What one entry of the list behind SELECT gives: several columns where it is a star. */
export function columnsOf(node: Node, frame: Frame, scope: Scope): Column[] {
  if (node.type === 'all_columns')
    return visible(frame.items).map(({ item, output }) => ({
      name: output.name,
      value: valueIn(item, output),
    }));
  if (node.type === 'member_expr' && node.property.type === 'all_columns') return starOf(node.object, frame);
  if (node.type === 'alias')
    return [{ name: nameOf(node.alias as Node), value: walk(node.expr as Node, scope) }];
  return [{ name: nameOf(node), value: walk(node, scope) }];
}

function starOf(node: Node, frame: Frame): Column[] {
  const table = nameOf(node);
  const items = frame.items.filter((item) => item.name === fold(table));
  const [item, ...others] = items;
  if (!item || others.length > 0) return refuse(`the columns of ${table}, which is not one table here`);
  return item.relation.outputs.map((output) => ({ name: output.name, value: valueIn(item, output) }));
}

/** As SQLite calls a column: by its own name, or by the text of the expression. */
function nameOf(node: Node): string {
  if (node.type === 'identifier') return identifierName(node);
  if (node.type === 'member_expr') return nameOf(node.property as Node);
  return show(node).trim();
}
