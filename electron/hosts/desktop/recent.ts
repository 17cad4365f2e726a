import { readFileSync } from 'node:fs';
import { app } from 'electron';
import { z } from 'zod';
import { writeAtomic } from '../../engine/system/atomic.ts';

const most = 8;
const shape = z.array(z.string().min(1)).max(most);

/**
 * The databases that were opened last, newest first: for the menu, and for the lists of the system where it keeps one
 * (the dock's menu, the jump list). Whether a file is still there is found out when somebody opens it: a drive of
 * another computer may take long to answer.
 */
export class RecentFiles {
  readonly #file: string;
  readonly #listeners = new Set<() => void>();
  readonly #failed: (error: unknown) => void;
  readonly #platform: NodeJS.Platform;
  #paths: readonly string[];
  #writing: Promise<void> = Promise.resolve();

  /** @param failed is told of a list that cannot be written; it stays as it is for this start. */
  constructor(file: string, failed: (error: unknown) => void, platform: NodeJS.Platform = process.platform) {
    this.#file = file;
    this.#platform = platform;
    this.#failed = failed;
    this.#paths = readPaths(file);
  }

  get paths(): readonly string[] {
    return this.#paths;
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  add(path: string): void {
    if (this.#platform !== 'linux') app.addRecentDocument(path);
    this.#set([path, ...this.#paths.filter((each) => each !== path)].slice(0, most));
  }

  clear(): void {
    if (this.#platform !== 'linux') app.clearRecentDocuments();
    this.#set([]);
  }

  /** Settles when the list is on the disk. */
  settled(): Promise<void> {
    return this.#writing;
  }

  #set(paths: readonly string[]): void {
    if (paths.join('\0') === this.#paths.join('\0')) return;
    this.#paths = paths;
    const text = `${JSON.stringify(paths, null, 2)}\n`;
    this.#writing = this.#writing.then(() => writeAtomic(this.#file, text)).catch(this.#failed);
    for (const listener of this.#listeners) listener();
  }
}

/** A list that is missing or damaged begins anew. */
function readPaths(file: string): readonly string[] {
  try {
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return [];
  }
}
