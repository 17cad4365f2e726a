import { z } from 'zod';

/** Stands for a file or folder that the user chose. Made by the host at random; it means nothing after the host ends. */
export const fileToken = z.string().regex(/^[A-Za-z0-9_-]{22}$/);
export type FileToken = z.infer<typeof fileToken>;

export const pickInput = z.strictObject({
  purpose: z.enum(['source', 'certificates', 'env', 'folder', 'plan']),
});
export const folderInput = z.strictObject({
  folder: fileToken,
  /** Hidden files and files that are no database as well. */
  all: z.boolean(),
});
export const takeInput = z.strictObject({ file: fileToken });

/** A file the user chose. `path` is for people to read; only the token goes back. */
export interface PickedFile {
  token: FileToken;
  name: string;
  path: string;
}

/** A folder of the host's computer, as the browser sees it. */
export interface FolderListing {
  folder: PickedFile;
  /** Null at a folder that the user allowed: there is no way further up. */
  parent: FileToken | null;
  /** Folders first, each in the order of names; at most 2000. */
  entries: FolderEntry[];
  /** There were more than 2000. */
  cut: boolean;
}

export interface FolderEntry extends PickedFile {
  kind: 'folder' | 'file';
  bytes: number | null;
  /** ISO 8601, UTC. */
  modified: string | null;
}
