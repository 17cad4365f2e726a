import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

it.each([
  ['docs/security.md', /`((?:engine|hosts)\/[\w/.-]+\.test\.ts)`/g, 'test'],
  ['docs/security.md', /`((?:hosts|target|stages|shared)\/[\w/-]+\.ts)`/g, ''],
] as const)('%s names files that are there', (page, pattern, folder) => {
  const named = [...readFileSync(join(root, page), 'utf8').matchAll(pattern)].map(([, name]) => name ?? '');
  expect(named.length).toBeGreaterThan(3);
  const places = folder === 'test' ? ['test'] : ['electron', 'electron/engine', '.'];
  const missing = named.filter((name) => !places.some((place) => existsSync(join(root, place, name))));
  expect(missing).toEqual([]);
});
