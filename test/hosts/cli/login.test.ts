import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { cli } from '../../helpers/cli.ts';
import { type FakeServer, fakeServer, says } from '../../helpers/fake-server.ts';
import { tempFolder } from '../../helpers/folder.ts';

const secret = 'correct horse battery staple';
let server: FakeServer | null = null;
afterEach(() => server?.close());

describe('a server that wants the password in clear text', () => {
  it.each<[string, Record<string, string>, string]>([
    ['target.weakLogin', { PGREQUIREAUTH: 'scram-sha-256' }, 'require_auth=scram-sha-256'],
    ['target.tls', { PGCHANNELBINDING: 'require' }, 'TLS'],
    ['target.unsupported', { PGGSSENCMODE: 'require' }, 'PGGSSENCMODE'],
    ['target.unsupported', { PGSSLCERTMODE: 'require' }, 'PGSSLCERTMODE'],
    ['target.badUrl', { PGTARGETSESSIONATTRS: 'master' }, 'PGTARGETSESSIONATTRS'],
    ['target.badUrl', { PGSSLCRL: '/no/such/list' }, 'PGSSLCRL'],
  ])('does not get it: %s with %o', async (code, asked, told) => {
    const folder = tempFolder();
    const source = join(folder, 'autocore.db');
    const env = { ...asked, HOME: folder, AUTOCORE_MIGRATE_HOME: join(folder, 'w'), PGPASSWORD: secret };
    await writeSample({ out: source, rows: 10 });
    server = await fakeServer(() => [says.cleartext, [says.ok, says.ready]]);
    const target = `postgresql://ana@127.0.0.1:${server.port}/autocore`;
    const result = await cli(['migrate', '--source', source, '--target', target, '--json'], { env });
    expect(result.code).toBe(5);
    expect(JSON.parse(result.stdout).error.code).toBe(code);
    expect(result.stderr).toContain(told);
    expect(server.received().toString('latin1')).not.toContain(secret);
    expect(server.messages()).toEqual([]);
  });
});
