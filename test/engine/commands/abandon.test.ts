import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { abandonRun } from '../../../electron/engine/commands/abandon.ts';
import { logPath } from '../../../electron/engine/log-path.ts';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import { runState } from '../../helpers/certificate.ts';
import { tempFolder } from '../../helpers/folder.ts';

/** An export that is under way in a workspace of its own. */
async function exporting(exportTo: string) {
  const workspace = tempFolder();
  const { createRun, writeState } = openWorkspace(workspace, {});
  const { id, dir } = await createRun();
  const state = runState({ id, status: 'running' });
  await writeState({ ...state, options: { ...state.options, exportTo } });
  return { workspace, id, dir };
}

it('leaves nothing of an export', async () => {
  const out = join(tempFolder(), 'out');
  mkdirSync(join(out, 'data'), { recursive: true });
  for (const end of ['new', 'txt', 'lock']) writeFileSync(join(out, `INCOMPLETO-UNFINISHED.${end}`), '');
  const { workspace, id, dir } = await exporting(out);
  expect(await abandonRun(workspace, id)).toMatchObject({ code: 'interrupted' });
  expect([dir, out].map(existsSync)).toEqual([false, false]);
});

it('says that it was interrupted also where its folder cannot be cleared, and does the rest', async () => {
  const out = join(tempFolder(), 'out');
  writeFileSync(out, 'a file where the folder was');
  const { workspace, id, dir } = await exporting(out);
  expect(await abandonRun(workspace, id)).toMatchObject({ code: 'interrupted' });
  expect(existsSync(dir)).toBe(false);
  expect(readFileSync(logPath(workspace), 'utf8')).toContain('not cleared');
});
