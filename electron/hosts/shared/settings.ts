import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Language } from '../../../shared/messages/index.ts';
import { writeAtomic } from '../../engine/system/atomic.ts';

const shape = z.object({ language: z.enum(['pt-BR', 'en']).optional() });

/** What the wizard remembers from one start to the next, in the workspace. */
export class Settings {
  readonly #file: string;
  #language: Language;

  /** @param system the language until somebody chooses one. */
  constructor(workspace: string, system: Language) {
    this.#file = join(workspace, 'settings.json');
    this.#language = readLanguage(this.#file) ?? system;
  }

  get language(): Language {
    return this.#language;
  }

  async setLanguage(language: Language): Promise<void> {
    this.#language = language;
    await writeAtomic(this.#file, `${JSON.stringify({ language }, null, 2)}\n`);
  }
}

/** A file that is missing or damaged is no reason not to start: the system's language is as good. */
function readLanguage(file: string): Language | undefined {
  try {
    return shape.parse(JSON.parse(readFileSync(file, 'utf8'))).language;
  } catch {
    return undefined;
  }
}
