import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { targetConfig } from '../../../electron/engine/target/config.ts';
import { type Decision, parameters } from '../../../electron/engine/target/libpq.ts';
import { Logins } from '../../../electron/hosts/shared/logins.ts';
import { FileTokens } from '../../../electron/hosts/shared/tokens.ts';
import type { ServerTarget } from '../../../shared/contract.ts';
import { tempFolder } from '../../helpers/folder.ts';

const form: ServerTarget = {
  kind: 'server',
  host: 'db.example',
  port: 5432,
  database: 'carros',
  user: 'ana',
  password: null,
  tls: 'prefer',
  certificates: null,
  schema: 'public',
};

/** What the engine will connect with. */
async function configOf(target: Partial<ServerTarget>, env: NodeJS.ProcessEnv) {
  const logins = new Logins(new FileTokens(), env, null);
  const { url, env: given } = await logins.reach({ ...form, ...target });
  return targetConfig(url ?? undefined, given as NodeJS.ProcessEnv);
}

describe('what people chose on screen', () => {
  test('is what is connected to, whatever the environment says', async () => {
    const env = { HOME: tempFolder(), PGSSLMODE: 'disable', PGHOSTADDR: '10.0.0.9', PGPORT: '1' };
    expect(await configOf({}, env)).toMatchObject({
      host: 'db.example',
      hostAddress: null,
      port: 5432,
      ssl: { mode: 'prefer' },
    });
  });

  test('demands of the environment stay', async () => {
    const env = { HOME: tempFolder(), PGREQUIREAUTH: 'scram-sha-256', PGCHANNELBINDING: 'require' };
    expect(await configOf({}, env)).toMatchObject({
      requireAuth: 'scram-sha-256',
      ssl: { channelBinding: 'require' },
    });
  });

  test('a certificate that is to be checked is held against the usual file, else against the system', async () => {
    const home = tempFolder();
    for (const tls of ['verify-ca', 'verify-full'] as const) {
      expect((await configOf({ tls }, { HOME: home })).ssl).toMatchObject({
        mode: 'verify-full',
        rootCert: 'system',
      });
      const env = { HOME: home, PGSSLROOTCERT: '/ca' };
      expect((await configOf({ tls }, env)).ssl).toMatchObject({ mode: tls, rootCert: '/ca' });
    }
    mkdirSync(join(home, '.postgresql'));
    const root = join(home, '.postgresql', 'root.crt');
    writeFileSync(root, '');
    expect((await configOf({ tls: 'verify-ca' }, { HOME: home })).ssl).toMatchObject({
      mode: 'verify-ca',
      rootCert: root,
    });
  });
});

describe('a URL that is typed in', () => {
  const files = Object.entries<Decision>(parameters).filter(([, { file }]) => file);
  test.each(files)('cannot choose a file of this computer: %s', async (name) => {
    const logins = new Logins(new FileTokens(), { HOME: tempFolder() }, null);
    const url = `postgresql://ana@h/x?${name}=/etc/passwd`;
    await expect(logins.reach({ kind: 'url', url, schema: 'public' })).rejects.toMatchObject({
      code: 'target.badUrl',
      params: { reason: expect.stringContaining(name) },
    });
  });
});
