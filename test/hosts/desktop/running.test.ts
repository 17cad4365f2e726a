import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ensurePages } from '../../../electron/build/pages.ts';
import { ensurePreload } from '../../../electron/build/preload.ts';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { pagesFolder } from '../../../electron/hosts/shared/pages.ts';
import { translator } from '../../../shared/messages/index.ts';
import { type DesktopApp, runtimes } from '../../helpers/desktop.ts';
import { isWriting, jobWhen, value } from '../../helpers/desktop-calls.ts';
import type { Template } from '../../helpers/electron/menu.ts';
import type { BrowserWindow } from '../../helpers/electron/window.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { gateAtIndexes } from '../../helpers/gate.ts';
import { isLong } from '../../helpers/long.ts';
import { freshDatabase } from '../../helpers/postgres.ts';
import { serverTarget } from '../../helpers/server-target.ts';
import { slowToCheck } from '../../helpers/slow-check.ts';

// What the desktop program does beside its page, on the stand-in, which tells what the system would show.

const launch = runtimes[1]?.launch ?? null;
if (launch === null) console.log(`The desktop program's manners are not tried: ${runtimes[1]?.missing}.`);

beforeAll(async () => {
  await ensurePages(pagesFolder);
  await ensurePreload();
});

async function started(folder: string): Promise<DesktopApp> {
  if (launch === null) throw new Error('there is no runtime');
  const env = {
    AUTOCORE_MIGRATE_HOME: join(folder, 'workspace'),
    STAND_IN_LANGUAGE: 'pt-BR',
    LANG: 'C.UTF-8',
  };
  const app = await launch(env);
  onTestFinished(() => app.stop());
  await app.page.getByRole('heading', { level: 1 }).waitFor();
  return app;
}

/** All entries of the menu that is shown, with those that are not seen. */
function menu(app: DesktopApp): Promise<{ label: string; enabled: boolean }[]> {
  return app.evaluate(({ Menu }) => {
    const flat = (items: Template[]): Template[] =>
      items.flatMap((each) => [each, ...flat(each.submenu ?? [])]);
    const items = (Menu.getApplicationMenu()?.items ?? []) as unknown as Template[];
    return flat(items).map(({ label = '', enabled = true }) => ({ label, enabled }));
  }, null);
}

/** Chooses an entry of the menu. */
function choose(app: DesktopApp, label: string): Promise<void> {
  return app.evaluate(({ Menu }, wanted) => {
    const flat = (items: Template[]): Template[] =>
      items.flatMap((each) => [each, ...flat(each.submenu ?? [])]);
    const items = (Menu.getApplicationMenu()?.items ?? []) as unknown as Template[];
    const found = flat(items).find((each) => each.label === wanted);
    if (!found?.click) throw new Error(`there is no entry ${wanted}`);
    found.click();
  }, label);
}

/** What the system would show of the program now. */
function signs(app: DesktopApp) {
  return app.evaluate((electron) => {
    const { BrowserWindow, Notification, powerSaveBlocker } = electron as unknown as {
      BrowserWindow: { getAllWindows(): BrowserWindow[] };
      Notification: { shown: { title: string }[] };
      powerSaveBlocker: { count(): number };
    };
    const [window] = BrowserWindow.getAllWindows();
    return {
      mode: window?.taskBar.mode,
      progress: window?.taskBar.progress ?? -1,
      awake: powerSaveBlocker.count(),
      told: Notification.shown.map(({ title }) => title),
    };
  }, null);
}

describe.runIf(launch !== null)('the running desktop program', { timeout: 900_000 }, () => {
  it.runIf(isLong)(
    'speaks the language of its user in the menu, opens files from it, and remembers them and the window',
    async () => {
      const folder = tempFolder();
      const pt = translator('pt-BR');
      const en = translator('en');
      const app = await started(folder);
      const labels = async () => (await menu(app)).map(({ label }) => label);
      expect(await labels()).toContain(pt('desktop.menu.open'));
      await value(app, 'app.setLanguage', { language: 'en' });
      expect(await labels()).toContain(en('desktop.menu.open'));

      const path = join(folder, 'oficina & cia.db');
      await writeSample({ out: path, rows: 10 });
      await app.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
      }, path);
      await choose(app, en('desktop.menu.open'));
      await app.page.getByText(path, { exact: true }).waitFor();
      const shown = `oficina && cia.db — ${folder}`;
      await expect.poll(labels).toContain(shown);

      await choose(app, en('desktop.menu.zoomIn'));
      await app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        window?.setBounds({ x: 50, y: 60, width: 900, height: 650 });
        window?.close();
      }, null);
      expect(await app.ended).toBe(0);

      const again = await started(folder);
      expect((await menu(again)).map(({ label }) => label)).toContain(shown);
      const place = await again.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        return { bounds: window?.getNormalBounds(), zoom: window?.webContents.getZoomLevel() };
      }, null);
      expect(place).toEqual({ bounds: { x: 50, y: 60, width: 900, height: 650 }, zoom: 0.5 });
      await choose(again, shown);
      await again.page.getByText(path, { exact: true }).waitFor();
      const gone = join(folder, 'não existe.db');
      await again.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
      }, gone);
      await choose(again, en('desktop.menu.open'));
      await again.page.getByText(en('errors.source.missing.message', { path: gone })).waitFor();
      await choose(again, en('desktop.menu.about'));
      const about = await again.evaluate(
        ({ app: own }) => (own as unknown as { aboutPanel: object }).aboutPanel,
        null,
      );
      expect(JSON.stringify(about)).toMatch(/SQLite 3\.\d+\.\d+, PostgreSQL 18\.\d+/);
    },
  );

  it('shows a migration in the task bar, stays awake for it, and tells of its end behind other windows', async () => {
    const folder = tempFolder();
    const app = await started(folder);
    const { url, drop } = await freshDatabase();
    const gate = await gateAtIndexes(url);
    onTestFinished(drop);
    onTestFinished(() => gate.open());
    const path = join(folder, 'a.db');
    await writeSample({ out: path, rows: 2_000 });
    await app.evaluate((electron, chosen) => {
      electron.dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
      const [window] = electron.BrowserWindow.getAllWindows();
      window?.blur();
    }, path);
    const source = (await value(app, 'files.pick', { purpose: 'source' }))?.token ?? '';
    expect(await signs(app)).toEqual({ mode: 'none', progress: -1, awake: 0, told: [] });
    await value(app, 'job.migrate', {
      ...{ source, profile: 'compatible', extras: true, choices: { types: {}, decisions: {} } },
      ...{ target: serverTarget(url), ifNotEmpty: 'abort', acceptDefaults: true },
    });
    await jobWhen(app, ({ stage }) => isWriting(stage));
    await expect.poll(() => signs(app)).toMatchObject({ mode: 'normal', awake: 1, told: [] });
    expect((await signs(app)).progress).toBeGreaterThan(0);
    const open = (await menu(app)).find(({ label }) => label === translator('pt-BR')('desktop.menu.open'));
    expect(open?.enabled).toBe(false);
    // What is under way stays in sight, also for somebody who finds a way to open another file.
    await choose(app, translator('pt-BR')('desktop.menu.open'));
    // Which has brought the window to the front.
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur(), null);
    await gate.open();
    await jobWhen(app, ({ status }) => status === 'done');
    expect(await app.page.getByText(path, { exact: true }).count()).toBe(0);
    await expect
      .poll(() => signs(app))
      .toEqual({ mode: 'none', progress: -1, awake: 0, told: ['Migração: terminou'] });
  });

  const ways: [string, boolean][] = [['its window is closed', false]];
  // The same end by another way in.
  if (isLong) ways.push(['the system shuts down', true]);
  it.each(ways)(
    'ends at once while a thread is inside SQLite when %s, and the run can be resumed',
    async (_name, session) => {
      const folder = tempFolder();
      const app = await started(folder);
      const { url, drop } = await freshDatabase();
      onTestFinished(drop);
      const path = join(folder, 'lento.db');
      slowToCheck(path);
      await app.evaluate((electron, chosen) => {
        electron.dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
        // "Stop and close", where somebody is asked.
        (electron.dialog as { showMessageBox: unknown }).showMessageBox = async () => ({ response: 1 });
      }, path);
      const source = (await value(app, 'files.pick', { purpose: 'source' }))?.token ?? '';
      await value(app, 'job.migrate', {
        ...{ source, profile: 'compatible', extras: true, choices: { types: {}, decisions: {} } },
        ...{ target: serverTarget(url), ifNotEmpty: 'abort', acceptDefaults: true },
      });
      // All is copied: what is left of the stage is the check, which takes hours.
      const { run } = await jobWhen(app, ({ stages }) => {
        const [snapshot] = stages;
        return snapshot?.stage === 'snapshot' && snapshot.total > 0 && snapshot.done === snapshot.total;
      });
      await app.evaluate(({ BrowserWindow, powerMonitor }, shutdown) => {
        if (shutdown)
          (powerMonitor as unknown as NodeJS.EventEmitter).emit('shutdown', { preventDefault() {} });
        else BrowserWindow.getAllWindows()[0]?.close();
      }, session);
      await app.ended;
      // As whoever looks next sees it: a machine with much to do may leave no time for the last word.
      const workspace = openWorkspace(join(folder, 'workspace'), {});
      const seen = (await workspace.listRuns()).find(({ id }) => id === run);
      expect(seen).toMatchObject({ state: { status: 'interrupted' } });
    },
  );
});
