import { expect, it } from 'vitest';
import { cli } from '../../helpers/cli.ts';
import { sandbox } from '../../helpers/folder.ts';

it.skipIf(process.platform === 'win32')('where a link is enough, `path` says which', async () => {
  const { env } = sandbox();
  const added = await cli(
    ['path', 'add', '--lang', 'en', '--folder', '/opt/AutoCore Migrate/resources/bin'],
    { env },
  );
  expect(added.code).toBe(2);
  expect(added.stderr).toContain(
    'sudo ln -s "/opt/AutoCore Migrate/resources/bin/autocore-migrate" /usr/local/bin/autocore-migrate',
  );
  const removed = await cli(['path', 'remove', '--json'], { env });
  expect(removed.code).toBe(2);
  expect(JSON.parse(removed.stdout)).toMatchObject({ error: { code: 'path.byHand' } });
});

it('the folder where somebody happens to be is never put on the PATH', async () => {
  const { env } = sandbox();
  const { code, stderr } = await cli(['path', 'add', '--lang', 'en'], { env });
  expect([code, stderr]).toEqual([2, expect.stringContaining('--folder <DIR>')]);
});
