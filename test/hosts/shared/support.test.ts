import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { expect, it, onTestFinished } from 'vitest';
import { pickedSample, testHost } from '../../helpers/host.ts';
import { freshDatabase } from '../../helpers/postgres.ts';
import { serverTarget } from '../../helpers/server-target.ts';

it('shows what support would get before it writes it, and writes just that', async () => {
  const wizard = await testHost();
  const { value, refusal, ended } = wizard;
  const { source } = await pickedSample(wizard, 2000, true);
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  const wishes = { profile: 'compatible', extras: true, choices: { types: {}, decisions: {} } } as const;
  await value('audit.start', { source, ...wishes });
  await ended();
  const target = serverTarget(url);
  await value('job.migrate', { source, ...wishes, target, ifNotEmpty: 'abort', acceptDefaults: true });
  const run = (await ended()).run ?? '';

  expect(await refusal('support.preview', { run: '20260101-1200-none' })).toBe('run.unknown');
  const preview = await value('support.preview', { run });
  expect(preview.files.map(({ name }) => name)).toContain('support.html');
  expect(preview.examples).not.toEqual([]);
  expect(preview.examples.map(({ value }) => value).join('')).not.toMatch(/[b-zB-Z1-8]{3}/);
  const saved = await value('exports.save', { what: 'support', run, language: 'pt-BR' });
  if (saved?.kind !== 'file') throw new Error('not written');
  expect(saved.path).toMatch(new RegExp(`autocore-support-${run}\\.zip$`));
  const files = unzipSync(readFileSync(saved.path));
  expect(Object.keys(files)).toEqual(preview.files.map(({ name }) => name));
  expect(strFromU8(files['support.html'] ?? new Uint8Array())).toContain('Onde parou');
});
