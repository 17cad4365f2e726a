import { tokenize } from '../source/tokens.ts';
import { refuse } from './expression-value.ts';

/** The query of `CREATE [TEMP] VIEW [IF NOT EXISTS] [database.]name [(columns)] AS query`. */
export function queryText(sql: string): string {
  let depth = 0;
  const as = tokenize(sql).find(({ kind, value, text }) => {
    if (text === '(') depth++;
    if (text === ')') depth--;
    return kind === 'word' && value === 'AS' && depth === 0;
  });
  return as ? sql.slice(as.end) : refuse('it has no query');
}
