import type { Saved } from '../../../shared/contract.ts';
import type { Translate } from '../../../shared/messages/index.ts';
import type { Keychain } from './logins.ts';

/** A document on its way to the user. */
export interface Document {
  /** File name to offer. */
  name: string;
  extension: 'html' | 'json' | 'pdf' | 'sql' | 'ndjson' | 'csv' | 'zip';
  /** Writes it to that path. */
  write(path: string): Promise<void>;
}

/** What a host can do and another one cannot. What is null is not offered. */
export interface Surroundings {
  /** Asks for a file with the system's dialog; null when the user closed it. */
  pick:
    | ((
        purpose: 'source' | 'certificates' | 'env' | 'folder' | 'plan',
        t: Translate,
      ) => Promise<string | null>)
    | null;
  /** Asks for several databases, or a list of them, at once. */
  pickSeveral: ((t: Translate) => Promise<string[]>) | null;
  /** Folders that may be browsed. */
  browse: readonly string[] | null;
  /** True where files can be dragged into the window. */
  drop: boolean;
  keychain: Keychain | null;
  /** Prints a self-contained page to a PDF file. */
  printPdf: ((html: string, pdf: string) => Promise<void>) | null;
  /** Told of a database that turned out to be one, for lists of recent files. */
  used?: (path: string) => void;
  /** Shows a file or folder in the system's file manager. */
  reveal: ((path: string) => void) | null;
  /** Puts a document where the user wants it; null when the user changed their mind. */
  deliver(document: Document, t: Translate): Promise<Saved | null>;
}
