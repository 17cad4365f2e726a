import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeAtomic } from '../system/atomic.ts';

/** What must survive between commands; the rest is found by looking. */
const stateSchema = z.object({
  /** The port of the last start, taken again when it is free. */
  port: z.int().nullable(),
  /** Started by hand, so that it stays up without users. */
  manual: z.boolean(),
  /** Version of the programs that the system's manager knows of; null where it does not start the server. */
  service: z.string().nullable().default(null),
});

export type ServerState = z.infer<typeof stateSchema>;

export async function readState(file: string): Promise<ServerState> {
  try {
    return stateSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    // Not there yet, or damaged: any port will do.
    const { code } = error as NodeJS.ErrnoException;
    const none = code === 'ENOENT' || error instanceof SyntaxError || error instanceof z.ZodError;
    if (none) return { port: null, manual: false, service: null };
    throw error;
  }
}

export async function writeState(file: string, state: ServerState): Promise<void> {
  await writeAtomic(file, `${JSON.stringify(state)}\n`);
}
