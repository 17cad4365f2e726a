import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHost } from '../../../electron/hosts/shared/host.ts';
import { exportFolder } from '../../../shared/export-folder.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { pickedSample, testHost } from '../../helpers/host.ts';

const wishes = {
  profile: 'compatible',
  extras: true,
  choices: { types: {}, decisions: {} },
  schema: 'public',
  acceptDefaults: true,
} as const;

describe('a folder in the place of a server', () => {
  it('is told when it is written, and leaves nothing when it is cut off', async () => {
    const wizard = await testHost();
    const { value, refusal, ended } = wizard;
    const { source } = await pickedSample(wizard, 2000);
    const stick = join(wizard.folder, 'pendrive');
    mkdirSync(stick);
    const { token: folder } = wizard.host.give(stick);

    await value('job.export', { source, folder, ...wishes });
    await value('job.cancel', {});
    expect(await ended()).toMatchObject({ kind: 'export', status: 'cancelled', run: null, exported: null });
    expect(readdirSync(stick)).toEqual([]);

    await value('job.export', { source, folder, ...wishes });
    const done = await ended();
    const out = join(stick, 'Oficina nº 1 — 2000-psql');
    expect(done).toMatchObject({ status: 'done', exported: { path: out }, can: { pause: false } });
    expect(existsSync(join(out, 'run.sql'))).toBe(true);
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    expect(done.exported?.files).toBe(files.length);
    const run = done.run ?? '';
    expect((await value('runs.get', { run })).can).toEqual({
      ...{ resume: false, validate: true, certificate: true, undo: false, cutover: false, tools: false },
    });
    // Nobody has said yet where the files were run.
    await value('job.validate', { run, level: 'rows', password: null });
    expect((await ended()).error?.code).toBe('run.noTarget');

    await value('job.export', { source, folder, ...wishes });
    expect((await ended()).error?.code).toBe('output.notEmpty');
    expect(await refusal('job.export', { source, folder: 'a'.repeat(22), ...wishes })).toBe(
      'host.unknownFile',
    );
  });

  it('lies within what a page in a browser may see', async () => {
    const folder = tempFolder();
    const outside = tempFolder();
    mkdirSync(join(folder, 'allowed'));
    const host = await createHost({
      kind: 'browser',
      workspace: join(folder, 'workspace'),
      env: { HOME: folder },
      language: 'en',
      surroundings: {
        ...{
          pick: null,
          pickSeveral: null,
          browse: [join(folder, 'allowed')],
          drop: false,
          keychain: null,
          printPdf: null,
        },
        ...{ reveal: null, deliver: async () => null },
      },
    });
    onTestFinished(() => host.close());
    const source = host.give(join(folder, 'allowed', 'a.db')).token;
    const answer = await host.call('job.export', { source, folder: host.give(outside).token, ...wishes });
    expect(answer).toMatchObject({ ok: false, error: { code: 'host.unknownFile' } });
    expect(readdirSync(outside)).toEqual([]);
  });

  it('is named after the file, in letters that every memory stick takes', () => {
    expect(exportFolder('autocore.db')).toBe('autocore-psql');
    expect(exportFolder('Oficina: "São José"?.sqlite3')).toBe('Oficina- -São José--psql');
    expect(exportFolder('.db')).toBe('autocore-psql');
    expect(exportFolder(`${'🚗'.repeat(200)}.db`)).toBe(`${'🚗'.repeat(50)}-psql`);
  });
});
