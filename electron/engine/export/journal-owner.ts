import { ownerQuery } from '../target/journal-guard.ts';
import { block, filled, refuse } from './psql.ts';
import { both } from './words.ts';

/** What stands in the journal is run (journal-guard.ts): it must be nobody else's. */
export function trustJournal(): string {
  return block(
    `  select q.owner into stranger from (${ownerQuery}) q where not q.trusted;
  if stranger is not null then
    ${refuse(filled(both('foreignJournal', { owner: '<owner>' }), { owner: 'stranger' }))};
  end if;`,
    'stranger text;',
  );
}
