import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Language } from '../../../shared/messages/index.ts';
import { writeAtomic } from '../../engine/system/atomic.ts';

const shape = z.object({
  language: z.enum(['pt-BR', 'en']).optional(),
  installer: z.string().max(120).optional(),
});
type Kept = z.infer<typeof shape>;

/** What the wizard remembers from one start to the next, in the workspace. */
export class Settings {
  readonly #file: string;
  #kept: Kept;
  #language: Language;
  #chosen: boolean;
  readonly #listeners = new Set<() => void>();

  /** @param system the language until somebody chooses one. @param asked a choice for this start alone. */
  constructor(workspace: string, system: Language, asked: Language | null) {
    this.#file = join(workspace, 'settings.json');
    this.#kept = read(this.#file);
    const chosen = asked ?? this.#kept.language ?? null;
    this.#language = chosen ?? system;
    this.#chosen = chosen !== null;
  }

  /** Somebody has chosen the language: it is not only the system's. */
  get chosen(): boolean {
    return this.#chosen;
  }

  get language(): Language {
    return this.#language;
  }

  /** Tells whenever somebody has chosen a language. */
  onLanguage(listener: () => void): void {
    this.#listeners.add(listener);
  }

  async setLanguage(language: Language): Promise<void> {
    this.#language = language;
    this.#chosen = true;
    for (const listener of this.#listeners) listener();
    await this.#keep({ language });
  }

  /** Who made the migrations, by the last certificate. */
  get installer(): string {
    return this.#kept.installer ?? '';
  }

  async setInstaller(installer: string): Promise<void> {
    if (installer !== this.installer) await this.#keep({ installer });
  }

  async #keep(more: Kept): Promise<void> {
    this.#kept = { ...this.#kept, ...more };
    await writeAtomic(this.#file, `${JSON.stringify(this.#kept, null, 2)}\n`);
  }
}

/** A file that is missing or damaged is no reason not to start: the system's language is as good. */
function read(file: string): Kept {
  try {
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}
