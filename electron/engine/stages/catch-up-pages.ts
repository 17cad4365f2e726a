import { constants, copyFileSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { workspaceError } from '../run/folder.ts';
import { StageProgress } from '../run/progress.ts';
import type { RunSession } from '../run/session.ts';
import { nextFiles, spareFile } from '../run/sync-files.ts';
import { markOf } from '../source/mark.ts';
import { type ChangedRows, changedRows } from '../source/pages/changed-rows.ts';
import { renew } from '../source/pages/renew.ts';
import { digestFile } from '../source/snapshot.ts';
import { requireSpace } from '../source/space.ts';
import { rename, rm } from '../system/files.ts';
import type { Taken } from './snapshot.ts';

/** The next snapshot, made of the pages that changed. */
export interface Renewed {
  taken: Taken;
  /** Pages in which it is not the run's snapshot. */
  pages: ReadonlySet<number>;
  /** Rows that may differ from it; null where that cannot be told from the pages. */
  rows: ChangedRows | null;
  /** So much is as it was, byte for byte, that this is the same database. */
  isSame: boolean;
}

/** Share of pages that have to be as they were for a file to be the same database without a question. */
const sameShare = 0.5;

/**
 * The run's snapshot a second time, kept by a process that catches up again and again: the pages that changed are
 * written into it, and it takes the place of the snapshot, which becomes the spare one. What it holds is known to this
 * process alone; one that is left behind by a kill is removed and never trusted.
 */
export class Spare {
  /** Pages in which the spare file is not the run's snapshot; null: there is no such file. */
  #differs: ReadonlySet<number> | null = null;
  #found: ChangedRows | null = null;
  #changed: ChangedRows | null = null;

  /** Rows that the last catch-up may have touched, no others; null where that cannot be told. */
  get changed(): ChangedRows | null {
    return this.#changed;
  }

  /**
   * The source as it is now, at the place of the next snapshot; `same` where it has not changed; null where it has to be
   * copied as a whole. @throws AppError as a snapshot does
   */
  async renewed(session: RunSession): Promise<Renewed | 'same' | null> {
    const { state, folder, ctx } = session;
    const { path } = state.source;
    const takenAt = new Date().toISOString();
    const mark = markOf(path);
    const progress = new StageProgress(ctx, state.id, 'snapshot', 'objects', 1);
    const file = spareFile(folder);
    const differs = await this.#ready(session, file);
    this.#differs = null;
    this.#found = null;
    const changed = await renew(path, folder.snapshot, { path: file, differs }, ctx.signal);
    if (changed === null) return null;
    if (changed.pages.size === 0) {
      this.#differs = changed.pages;
      this.unchanged();
      return 'same';
    }
    const { snapshot } = nextFiles(folder);
    await rename(file, snapshot);
    const rows = changedRows(folder.snapshot, snapshot, changed);
    this.#found = rows;
    const sha256 = await digestFile(snapshot, ctx.signal);
    progress.at(null, 1);
    const bytes = statSync(snapshot).size;
    return {
      taken: { sha256, bytes, takenAt, mark: markOf(path) === mark ? mark : null },
      pages: changed.pages,
      rows,
      isSame: changed.pages.size <= changed.count * sameShare,
    };
  }

  /** Nobody has written to the source. */
  unchanged(): void {
    this.#changed = new Map();
  }

  /**
   * The run has another snapshot now, and the one before is the spare one.
   * @param pages in which they differ; null where the new one was copied as a whole
   * @param kept the one before stays for itself
   */
  settled(pages: ReadonlySet<number> | null, kept: string | null): void {
    this.#differs = kept === null ? pages : null;
    this.#changed = pages === null ? null : this.#found;
  }

  async #ready({ folder, workspace, ctx }: RunSession, file: string): Promise<ReadonlySet<number>> {
    // What has another name besides is the snapshot of an audit or of another run as well (run/kept-audit.ts).
    if (this.#differs !== null && statSync(file).nlink === 1) return this.#differs;
    try {
      await removeSpare(file);
      requireSpace(dirname(file), statSync(folder.snapshot).size, statfsSync(dirname(file)));
      ctx.signal.throwIfAborted();
      copyFileSync(folder.snapshot, file, constants.COPYFILE_FICLONE);
      return new Set();
    } catch (error) {
      throw workspaceError(error, workspace.dir);
    }
  }
}

/** Takes a spare snapshot away that this or an earlier process has left. */
export async function removeSpare(file: string): Promise<void> {
  await rm(file, { force: true });
}
