import { join } from 'node:path';

/** Where the managed server keeps its things, below the workspace. */
export interface ServerPaths {
  folder: string;
  data: string;
  /** PostgreSQL's programs, a folder for each version. */
  programs: string;
  /** The data folder while initdb makes it. */
  part: string;
  /** Messages of the start; the server's own log is `data/log`. */
  logs: string;
  startLog: string;
  credentials: string;
  state: string;
  leases: string;
  lock: string;
}

export function serverPaths(workspace: string): ServerPaths {
  const folder = join(workspace, 'server');
  return {
    folder,
    data: join(folder, 'data'),
    programs: join(folder, 'programs'),
    part: join(folder, 'data.part'),
    logs: join(folder, 'log'),
    startLog: join(folder, 'log', 'start.log'),
    credentials: join(folder, 'credentials.json'),
    state: join(folder, 'server.json'),
    leases: join(folder, 'leases'),
    // Not *.lock: AutoCore's own clean-up deletes such files.
    lock: join(folder, 'lock.db'),
  };
}
