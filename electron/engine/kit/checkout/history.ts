import { posix } from 'node:path';
import type { SourceFile } from './types.ts';

/** One revision of the application's own Alembic history. */
interface Revision {
  id: string;
  down: string[];
}

/** A folder of revisions, and where they end. */
export interface History {
  /** The folder with env.py and `versions`, relative to the checkout. */
  folder: string;
  revisions: Revision[];
  heads: string[];
}

/** What the kit's revision stands on. */
export interface Attachment {
  /** None: the application has no history that is known. */
  down: string[];
  /** The source stands before the end of its history: the kit's revision makes a fork there. */
  fork: boolean;
}

/** The histories in a checkout, the one under `database` first. */
export function historiesOf(files: readonly SourceFile[]): History[] {
  const folders = new Map<string, Revision[]>();
  for (const { path, text } of files) {
    const id = /^revision(?:\s*:[^=\n]*)?\s*=\s*['"](\w+)['"]/m.exec(text)?.[1];
    const down = /^down_revision(?:\s*:[^=\n]*)?\s*=\s*(\([^)]*\)|\[[^\]]*\]|[^\n]*)/m.exec(text)?.[1];
    // A revision of an earlier kit is none of the application's.
    if (id === undefined || down === undefined || path.endsWith('_autocore_postgresql.py')) continue;
    const folder = posix.dirname(posix.dirname(path));
    const parents = [...down.matchAll(/['"](\w+)['"]/g)].map((match) => match[1] ?? '');
    folders.set(folder, [...(folders.get(folder) ?? []), { id, down: parents }]);
  }
  return [...folders]
    .map(([folder, revisions]) => {
      const parents = new Set(revisions.flatMap(({ down }) => down));
      const heads = revisions.map(({ id }) => id).filter((id) => !parents.has(id));
      return { folder, revisions, heads: heads.sort() };
    })
    .sort((a, b) => a.folder.length - b.folder.length || (a.folder < b.folder ? -1 : 1));
}

/** The history that a source belongs to: of two that share one version table, its version tells. */
export function historyOf(histories: readonly History[], versions: readonly string[]): History | null {
  const own = histories.find(({ revisions }) => revisions.some(({ id }) => versions.includes(id)));
  return own ?? histories[0] ?? null;
}

/**
 * Where the kit's revision joins the application's history: at the version that the source says it has, else at its end.
 * @param versions what `alembic_version` of the source holds.
 */
export function attach(history: History | null, versions: readonly string[]): Attachment {
  const known = versions.filter((id) => history?.revisions.some((revision) => revision.id === id));
  // Without a checkout the source's word is all there is.
  const down = history === null ? [...versions] : known.length > 0 ? known : history.heads;
  return { down: down.sort(), fork: history !== null && down.some((id) => !history.heads.includes(id)) };
}
