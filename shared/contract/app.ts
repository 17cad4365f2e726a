import { z } from 'zod';

export const languageInput = z.strictObject({ language: z.enum(['pt-BR', 'en']) });

/** What the wizard must know of the program around it before it can draw anything. */
export interface AppInfo {
  version: string;
  host: 'desktop' | 'browser';
  /** Node's name of the operating system the host runs on: `linux`, `darwin`, `win32`. */
  platform: string;
  /** Name of the computer the host runs on: in a browser it may be another one than the user's. */
  computer: string;
  /** The language chosen last, else the system's. */
  language: 'pt-BR' | 'en';
  /** False: nobody has said so yet, and a browser's own language is the better guess. */
  languageChosen: boolean;
  /** The installer named on the last certificate; empty until then. */
  installer: string;
  /** Folder of runs, log and managed server. */
  workspace: string;
  can: Abilities;
}

/** What this host offers. A call that is not offered answers `host.notOffered`. */
export interface Abilities {
  /** `files.pick`: the system's own dialog. */
  pick: boolean;
  /** `files.roots`, `files.list`, `files.take`: browsing on the host's computer. */
  browse: boolean;
  /** `Bridge.drop`: a file dragged into the window. */
  drop: boolean;
  /** `target.savePassword`: the system's keychain is there and encrypts. */
  keychain: boolean;
  /** `exports.save` with format `pdf`. */
  pdf: boolean;
  /** `runs.reveal`: showing a folder in the system's file manager. */
  reveal: boolean;
}
