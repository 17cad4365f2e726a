import { posix } from 'node:path';
import type { SourceFile } from './types.ts';

/** One revision of an Alembic history. */
interface Revision {
  id: string;
  down: string[];
  /** Relative to the checkout. */
  path: string;
  /** Made by a kit. */
  ours: boolean;
}

/** A folder of revisions. */
export interface History {
  /** The folder with env.py and `versions`, relative to the checkout. */
  folder: string;
  revisions: Revision[];
}

/** Where the kit's revision stands, and what that asks of whoever puts it there. */
export interface Attachment {
  /** What it stands on. None: the application has no history that is known. */
  down: string[];
  /** The source stands before the end of its history: the kit's revision makes a fork there. */
  fork: boolean;
  /** What a migrated database is marked with: the kit's revision, or where the source already stands beyond it. */
  stamp: string[];
  /** Versions of the source that no file of the checkout has. */
  unknown: string[];
  /** Files of earlier kits that nothing stands on. Beside the new one they would be a second end. */
  stale: string[];
}

/** A revision that a kit brought. */
export const kitFile = /_autocore_postgresql(?:_enhanced)?\.py$/;

/** The histories in a checkout, the one under `database` first. */
export function historiesOf(files: readonly SourceFile[]): History[] {
  const folders = new Map<string, Revision[]>();
  for (const { path, text } of files) {
    const id = /^revision(?:\s*:[^=\n]*)?\s*=\s*['"](\w+)['"]/m.exec(text)?.[1];
    const down = /^down_revision(?:\s*:[^=\n]*)?\s*=\s*(\([^)]*\)|\[[^\]]*\]|[^\n]*)/m.exec(text)?.[1];
    if (id === undefined || down === undefined) continue;
    const folder = posix.dirname(posix.dirname(path));
    const parents = [...down.matchAll(/['"](\w+)['"]/g)].map((match) => match[1] ?? '');
    const revision = { id, down: parents, path, ours: kitFile.test(path) };
    folders.set(folder, [...(folders.get(folder) ?? []), revision]);
  }
  return (
    [...folders]
      .map(([folder, revisions]) => ({ folder, revisions }))
      // A kit that lies about in the checkout is no history.
      .filter(({ revisions }) => revisions.some(({ ours }) => !ours))
      .sort((a, b) => a.folder.length - b.folder.length || (a.folder < b.folder ? -1 : 1))
  );
}

/** The history that a source belongs to: of two that share one version table, its version tells. */
export function historyOf(histories: readonly History[], versions: readonly string[]): History | null {
  const own = histories.find(({ revisions }) => revisions.some(({ id }) => versions.includes(id)));
  return own ?? histories[0] ?? null;
}

/**
 * Where the kit's revision joins the application's history: at the version that the source says it has, else at its
 * end. Where it is in the project already, with others on it, it stays where it is.
 * @param versions what `alembic_version` of the source holds.
 * @param id the kit's revision.
 */
export function attach(history: History | null, versions: readonly string[], id: string): Attachment {
  const others = versions.filter((version) => version !== id);
  // Without a checkout the source's word is all there is.
  if (history === null) return { down: others.sort(), fork: false, stamp: [id], unknown: [], stale: [] };
  const revisions = withoutStale(history.revisions, versions);
  const has = (version: string) => revisions.some((revision) => revision.id === version);
  const known = versions.filter(has);
  const above = descendantsOf(revisions, id);
  const own = revisions.find((revision) => revision.id === id);
  const wanted = own?.down ?? (known.length > 0 ? known : headsOf(revisions));
  // On what stands on itself it would close a circle.
  const down = wanted.filter((version) => version !== id && !above.has(version)).sort();
  const beyond = known.filter((version) => above.has(version));
  return {
    down,
    fork: revisions.some((other) => other.id !== id && other.down.some((parent) => down.includes(parent))),
    stamp: beyond.length > 0 ? beyond.sort() : [id],
    unknown: others.filter((version) => !has(version)),
    stale: history.revisions
      .filter((revision) => !revisions.includes(revision) && revision.id !== id)
      .map(({ path }) => path),
  };
}

/** Without the ends that earlier kits made and no database has: the new revision takes their place. */
function withoutStale(revisions: readonly Revision[], versions: readonly string[]): readonly Revision[] {
  const parents = new Set(revisions.flatMap(({ down }) => down));
  const left = revisions.filter(({ id, ours }) => !ours || parents.has(id) || versions.includes(id));
  return left.length === revisions.length ? left : withoutStale(left, versions);
}

function headsOf(revisions: readonly Revision[]): string[] {
  const parents = new Set(revisions.flatMap(({ down }) => down));
  return revisions.map(({ id }) => id).filter((id) => !parents.has(id));
}

/** Every revision that stands on another one, however far above. */
function descendantsOf(revisions: readonly Revision[], id: string): Set<string> {
  const found = new Set<string>();
  const from = [id];
  for (let at = from.pop(); at !== undefined; at = from.pop()) {
    for (const { id: child, down } of revisions) {
      if (!down.includes(at) || found.has(child)) continue;
      found.add(child);
      from.push(child);
    }
  }
  return found;
}
