import { app } from 'electron';
import { z } from 'zod';
import { givenWords, pathOf, startOf } from '../../start/words.ts';
import type { Host } from '../shared/host.ts';

/**
 * Files that the wizard is to begin with, wherever they come from: the command line, the icon, a file manager, a menu or
 * a list of recent files. They go the way of files that are dropped into the window: as tokens. Whether there is such a
 * file, and whether it is SQLite, the wizard says.
 */
let waiting: string | null = null;
let opener: ((path: string) => void) | null = null;

/** Opens a file in the wizard, as soon as there is one. @param path absolute. */
export function openFile(path: string): void {
  if (opener) opener(path);
  else waiting = path;
}

/** From now on files go to that host, the one that came before too. @param show brings its window to the front. */
export function openFilesIn(host: Pick<Host, 'handOver'>, show: () => void): void {
  opener = (path) => {
    host.handOver(path);
    show();
  };
  if (waiting !== null) host.handOver(waiting);
  waiting = null;
}

/** macOS tells of files by an event, the first one before the program is ready. */
export function takeFilesOfTheSystem(): void {
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openFile(path);
  });
}

/** What a start hands to the program that runs already. A folder of the one is none of the other. */
export interface Handed extends Record<string, unknown> {
  files: string[];
}

const handed = z.object({ files: z.array(z.string()) });

/** The files that this process was started with, by their whole paths. */
export function filesOfThisStart(argv: readonly string[], folder: string, development: boolean): Handed {
  const start = startOf(givenWords(argv, development));
  const given = start.kind === 'wizard' ? start.files : [];
  return { files: given.map((file) => pathOf(file, folder)).filter((path) => path !== null) };
}

/** Opens what a second start handed over; the wizard has room for one. */
export function openHanded(data: unknown): void {
  const given = handed.safeParse(data);
  const [file] = given.success ? given.data.files : [];
  if (file !== undefined) openFile(file);
}
