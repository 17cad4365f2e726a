import type { System } from '../system/programs.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import type { ServerPaths } from './paths.ts';

/** What a server is made and run with. */
export interface Installation {
  paths: ServerPaths;
  binaries: Binaries;
  account: Account;
  /** Who is asked about processes and rights. */
  system: System;
}
