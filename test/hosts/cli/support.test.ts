import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { cli } from '../../helpers/cli.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { freshDatabase } from '../../helpers/postgres.ts';

test('the support bundle has no password and no row of the customer; the audit report is whole', async () => {
  const folder = tempFolder();
  const database = await freshDatabase();
  const [source, workspace, out] = [join(folder, 's.db'), join(folder, 'w'), join(folder, 'b.zip')];
  try {
    await cli(['sample', '--rows', '2000', '--dirty', '--out', source, '--workspace', workspace]);
    const secret = new URL(database.url);
    const args = ['--workspace', workspace, '--lang', 'en'];
    const done = await cli([
      'migrate',
      '--source',
      source,
      '--target',
      database.url,
      '--yes',
      '--json',
      ...args,
    ]);
    expect(done.code).toBe(0);
    const { run } = JSON.parse(done.stdout) as { run: string };
    const bundle = await cli(['support-bundle', '--run', run, '--out', out, '--json', ...args]);
    expect(bundle.code).toBe(0);
    const files = unzipSync(readFileSync(out));
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(['run.json', 'plan.json', 'audit.json', 'log.ndjson', 'system.json']),
    );
    const all = Object.values(files)
      .map((f) => strFromU8(f))
      .join('\n');
    if (secret.password) expect(all).not.toContain(secret.password);
    // A value that the dirty sample plants.
    expect(all).not.toContain('2025-02-30 10:00:00');
    // The plate of the sample's vehicle, which its certificate names.
    expect(all).not.toContain('BRA2E19');
    const certificate = join(folder, 'certificate.html');
    await cli(['certificate', '--run', run, '--out', certificate, ...args]);
    expect(readFileSync(certificate, 'utf8')).toContain('BRA2E19');

    const report = join(folder, 'audit.html');
    const audited = await cli(['audit', '--source', source, '--report', report, ...args]);
    expect(audited.code).toBe(0);
    const page = readFileSync(report, 'utf8');
    expect(page).toContain('2025-02-30 10:00:00');
    expect(page).not.toMatch(/<script|{{|undefined/);
  } finally {
    await database.drop();
  }
});
