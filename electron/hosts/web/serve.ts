import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Language } from '../../../shared/messages/index.ts';
import { tuningOf } from '../../engine/run/tuning.ts';
import { createHost, type Host } from '../shared/host.ts';
import { Downloads } from './downloads.ts';
import { Presence, untilAnother, untilOpened, untilUnused } from './presence.ts';
import { startWebServer } from './server.ts';
import { Sessions } from './sessions.ts';
import { usualFolders } from './usual-folders.ts';

export interface ServeOptions {
  workspace: string;
  env: NodeJS.ProcessEnv;
  language: Language;
  /** What the user asked for at this start; else a page may say which language its browser speaks. */
  askedLanguage?: Language | null;
  /** 0: one that is free. */
  port: number;
  /** Folders that may be browsed for databases; empty: the user's home, AutoCore's own and removable drives. */
  folders: readonly string[];
  /** Folder of the built pages. */
  pages: string;
  /** Told of every link, the first one included: each opens the wizard once. */
  onLink(link: string): void;
}

export interface Serving {
  port: number;
  /** Settles when the first page is there. */
  opened: Promise<void>;
  /** Settles when the last page was closed and nothing runs any more. */
  unused: Promise<void>;
  /** True once there was a page. */
  readonly came: boolean;
  /** A file that the wizard is to begin with. */
  handOver(path: string): void;
  /** A page is on its way: the host counts as in use until it is there, or the time is over. */
  expectPage(milliseconds: number): Promise<void>;
  /** Puts a failure that nobody expected into the log. */
  unexpected: Host['unexpected'];
  /** Stops what runs so that it can be resumed. */
  close(): Promise<void>;
}

/** The wizard for a browser on this computer. @throws AppError host.port, workspace.unwritable. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { workspace, env, language, askedLanguage = null, pages } = options;
  const folders =
    options.folders.length > 0
      ? options.folders
      : usualFolders(process.platform, env.HOME || homedir(), workspace);
  const downloads = new Downloads(resolve(workspace));
  const host = await createHost({
    kind: 'browser',
    workspace,
    env,
    language,
    askedLanguage,
    surroundings: {
      pick: null,
      pickSeveral: null,
      browse: folders,
      drop: false,
      keychain: null,
      printPdf: null,
      reveal: null,
      deliver: (document) => downloads.add(document),
    },
  });
  const tell = (): void => options.onLink(`http://127.0.0.1:${server.port}/#${sessions.link}`);
  const sessions = new Sessions(tell);
  const presence = new Presence();
  const opened = untilOpened(presence);
  const unused = untilUnused(presence, host, tuningOf(env).away);
  const server = await startWebServer({
    host,
    sessions,
    downloads,
    presence,
    pages,
    port: options.port,
  }).catch(async (error: unknown) => {
    await host.close();
    throw error;
  });
  tell();
  return {
    port: server.port,
    opened,
    unused,
    get came() {
      return presence.came;
    },
    handOver: (path) => host.handOver(path),
    expectPage: async (milliseconds) => {
      const leave = presence.join();
      await Promise.race([untilAnother(presence), delay(milliseconds, undefined, { ref: false })]);
      leave();
    },
    unexpected: host.unexpected,
    close: async () => {
      await host.close();
      await server.close();
      await downloads.close();
    },
  };
}
