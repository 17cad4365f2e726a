import { readFile } from 'node:fs/promises';
import type { Plan } from '../../../shared/model/index.ts';
import { type Place, placeOf } from '../../engine/report/exceptions/kept.ts';
import { printOf } from './small-files.ts';

/** Plans of runs, to look something up in. Remembers the one that was asked for last: it can be many megabytes. */
export class KeptPlans {
  #print = '';
  #plan: Plan | null = null;

  /** Where the rows of a table of the source go; null where nobody knows. */
  async placeOf(file: string, table: string): Promise<Place | null> {
    const print = await printOf(file);
    if (print === null) return null;
    if (print !== this.#print) {
      this.#plan = JSON.parse(await readFile(file, 'utf8')) as Plan;
      this.#print = print;
    }
    return this.#plan && placeOf(this.#plan, table);
  }
}
