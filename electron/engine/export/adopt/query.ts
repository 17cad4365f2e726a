import { echoOff, look } from '../transaction.ts';
import { factsSetting, readFacts } from './facts.ts';

/**
 * What an application made in a schema, as a file for psql that prints it as JSON:
 * `psql -At -f FILE > schema.json`. It asks for no more than reading, and changes nothing.
 */
export function adoptQuery(schema: string): string {
  return [
    '-- AutoCore Migrate: psql -At -f FILE.sql > schema.json\n',
    echoOff(),
    // What a start-up file of psql may have chosen.
    ['format unaligned', 'tuples_only on', 'expanded off', 'pager off', 'footer off']
      .map((setting) => `\\pset ${setting}\n`)
      .join(''),
    look(`${readFacts(schema)}select current_setting('${factsSetting}');\n`),
  ].join('\n');
}
