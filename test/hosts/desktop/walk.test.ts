import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ensurePages } from '../../../electron/build/pages.ts';
import { ensurePreload } from '../../../electron/build/preload.ts';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { pagesFolder } from '../../../electron/hosts/shared/pages.ts';
import { wizardOn } from '../../e2e/wizard.ts';
import { type DesktopApp, runtimes } from '../../helpers/desktop.ts';
import { tempFolder } from '../../helpers/folder.ts';

beforeAll(async () => {
  await ensurePages(pagesFolder);
  await ensurePreload();
});

// The way of a first user, without a server to go to: what is seen of Electron itself on every system.
describe.each(runtimes)('a first walk on $name', { timeout: 600_000 }, ({ name, launch, missing }) => {
  if (launch === null) {
    console.log(`The first walk is not taken on ${name}: ${missing}.`);
    it.skip(`is not taken: ${missing}`, () => {});
    return;
  }

  it('goes from the window to the audit and ends with the window', async () => {
    const folder = tempFolder();
    const app = await launch({
      AUTOCORE_MIGRATE_HOME: join(folder, 'trabalho — ção'),
      STAND_IN_LANGUAGE: 'en-GB',
    });
    onTestFinished(() => app.stop());
    const { page } = app;

    // Loaded once more, because somebody listens from the beginning now.
    const complaints: string[] = [];
    page.on('console', (message) => {
      // Electron warns of a window or a policy that is not safe.
      if (message.type() === 'error' || /security/i.test(message.text())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('select').first().selectOption('en');
    await expect.poll(() => app.evaluate(isShown, null)).toBe(true);

    const path = join(folder, 'São João — amostra.db');
    await writeSample({ out: path, rows: 200, dirty: true });
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, path);
    const { texts, button, heading } = wizardOn(page, 'en', async () => {});
    await heading(texts.start.title).waitFor();
    await button(texts.start.new).click();
    await button(texts.source.pick).click();
    await page.getByText(path, { exact: true }).waitFor();
    await button(texts.connect.next).click();
    await heading(texts.audit.title).waitFor();
    await button(texts.audit.takeDefaults).waitFor();
    expect(complaints).toEqual([]);

    await isLockedIn(app);
    if (name === 'Electron') await isSandboxed(app);

    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null);
    expect(await app.ended).toBe(0);
  });
});

/** Runs in the main process. */
function isShown({ BrowserWindow }: typeof import('electron')): boolean {
  return BrowserWindow.getAllWindows().every((window) => window.isVisible());
}

/** The page has nothing of Node, and its policy keeps it from the network and from text that is run as a script. */
async function isLockedIn({ page }: DesktopApp): Promise<void> {
  const world = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
  );
  expect(world).toEqual([]);
  const violated = await page.evaluate(() => {
    type Violation = { effectiveDirective: string; originalPolicy: string };
    const { document } = globalThis as unknown as {
      document: { addEventListener(name: string, listener: (event: Violation) => void, once: object): void };
    };
    const told = new Promise<[string, string]>((resolve) => {
      document.addEventListener(
        'securitypolicyviolation',
        ({ effectiveDirective, originalPolicy }) => resolve([effectiveDirective, originalPolicy]),
        { once: true },
      );
    });
    fetch('http://127.0.0.1:9/').catch(() => 'as it should be');
    return told;
  });
  expect(violated[0]).toBe('connect-src');
  expect(violated[1]).toContain("default-src 'none'");
}

/** The system itself holds the page's process: what Electron was asked for is not yet what happened. */
async function isSandboxed({ evaluate }: DesktopApp): Promise<void> {
  const { pid, metric } = await evaluate(({ app, BrowserWindow }) => {
    const own = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0;
    return { pid: own, metric: app.getAppMetrics().find((each) => each.pid === own)?.sandboxed ?? null };
  }, null);
  // Chromium does not run with its sandbox for root, who has to go without.
  if (process.getuid?.() === 0) return console.log('The sandbox is not looked at: root runs without it.');
  // Electron's own word is for Windows and macOS. Filtered system calls: https://man7.org/linux/man-pages/man5/proc.5.html
  if (process.platform === 'linux')
    expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m);
  else expect(metric).toBe(true);
}
