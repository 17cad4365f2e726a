import { expect, test } from 'vitest';
import { parsePostmasterFile } from '../../../electron/engine/server/postmaster.ts';
import { serverSettings, settingsFile } from '../../../electron/engine/server/settings.ts';

const giga = 2 ** 30;

test('a Raspberry Pi and a large machine get what they can carry', () => {
  const pi = serverSettings({ memory: giga, disk: 4 * giga, cores: 4, sharedMemory: giga }, 5432);
  expect(pi).toMatchObject({ shared_buffers: '128MB', maintenance_work_mem: '64MB', max_wal_size: '256MB' });
  const large = serverSettings({ memory: 256 * giga, disk: 999 * giga, cores: 64, sharedMemory: null }, 5432);
  expect(large).toMatchObject({
    shared_buffers: '1024MB',
    maintenance_work_mem: '1024MB',
    max_wal_size: '8192MB',
    max_parallel_maintenance_workers: '4',
  });
});

test('what keeps committed data safe is never touched, and nobody else is let in', () => {
  const settings = serverSettings({ memory: giga, disk: giga, cores: 1, sharedMemory: giga }, 5432);
  for (const name of ['fsync', 'synchronous_commit', 'full_page_writes'])
    expect(settings).not.toHaveProperty(name);
  expect(settings.listen_addresses).toBe('127.0.0.1');
});

test('little shared memory, as in containers, is not relied on', () => {
  const machine = { memory: giga, disk: giga, cores: 1 };
  expect(serverSettings({ ...machine, sharedMemory: 64 * 2 ** 20 }, 1)).toHaveProperty(
    'dynamic_shared_memory_type',
    'mmap',
  );
  expect(serverSettings({ ...machine, sharedMemory: null }, 1)).not.toHaveProperty(
    'dynamic_shared_memory_type',
  );
});

test('values are quoted', () => {
  expect(settingsFile({ a: `it's` })).toContain(`a = 'it''s'\n`);
});

test('postmaster.pid', () => {
  const text = '4711\n/data\n1700000000\n5433\n\n127.0.0.1\n  12345 6\nready   \n';
  expect(parsePostmasterFile(text)).toEqual({ pid: 4711, port: 5433, started: 1_700_000_000 });
  for (const broken of ['', '\n', 'x\n', '-5\n', '0\n']) expect(parsePostmasterFile(broken)).toBeNull();
});
