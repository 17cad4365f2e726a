import { setTimeout as delay } from 'node:timers/promises';
import type { CommandResult } from '../command.ts';
import { openPort } from '../find.ts';
import type { Installation } from '../installation.ts';
import type { Service } from './service.ts';

/** Milliseconds. */
const poll = 100;
/** Milliseconds, as long as pg_ctl is given: a server that recovers a large database on a slow card needs minutes. */
const longest = 600_000;

/** Starts the server through the system's manager, and waits until it takes connections or has failed. @param most milliseconds */
export function byService(control: NonNullable<Service['control']>, most = longest) {
  return async ({ paths, system }: Installation): Promise<CommandResult> => {
    try {
      await control.start();
    } catch (error) {
      return { code: null, output: (error as Error).message };
    }
    const until = performance.now() + most;
    // A server that is there and not ready yet is waited for in openPort.
    while ((await openPort(paths, system)) === null) {
      if (performance.now() > until || (await control.failed())) return { code: null, output: '' };
      await delay(poll);
    }
    return { code: 0, output: '' };
  };
}
