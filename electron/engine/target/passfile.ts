import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import helper from 'pgpass/lib/helper.js';
import type { TargetConfig } from './config.ts';

const { usePgPass: isPrivate } = helper;

/**
 * Password for a connection: the one given, else the first line of the password file that fits, else undefined.
 * https://www.postgresql.org/docs/current/libpq-pgpass.html
 */
export async function passwordFor(config: TargetConfig): Promise<string | undefined> {
  if (config.password !== null) return config.password;
  const found = await stat(config.passFile).catch(() => null);
  // Others may read it: it is ignored with a warning, as libpq does.
  if (!found || !isPrivate(found, config.passFile)) return undefined;
  // Lines for unix sockets name `localhost` (the usual folder) or the folder.
  const hosts = config.host.startsWith('/') ? ['localhost', config.host] : [config.host];
  for (const host of hosts) {
    const { port, database, user } = config;
    const password = await new Promise<string | undefined>((resolve) =>
      helper.getPassword({ host, port, database, user }, createReadStream(config.passFile), resolve),
    );
    if (password !== undefined) return password;
  }
  return undefined;
}
