import { setTimeout as delay } from 'node:timers/promises';

/** Asks again and again until it is so. Only the limit of the test ends it otherwise. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(5);
}
