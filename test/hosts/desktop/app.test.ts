import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ensurePages } from '../../../electron/build/pages.ts';
import { ensurePreload } from '../../../electron/build/preload.ts';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { pagesFolder } from '../../../electron/hosts/shared/pages.ts';
import { migrateOn } from '../../e2e/way.ts';
import { fillServer, wizardOn } from '../../e2e/wizard.ts';
import { type DesktopApp, dropFile, type Launch, runtimes } from '../../helpers/desktop.ts';
import { call, isWriting, jobWhen, value } from '../../helpers/desktop-calls.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { gateAtIndexes } from '../../helpers/gate.ts';
import { isLong } from '../../helpers/long.ts';
import { freshDatabase } from '../../helpers/postgres.ts';
import { serverTarget } from '../../helpers/server-target.ts';

beforeAll(async () => {
  await ensurePages(pagesFolder);
  await ensurePreload();
});

interface Watched {
  /** Microseconds of processor time: the longest piece of the main thread's, and all of the program's. */
  work(): { longest: number; all: number };
}

/** Runs in the main process: watches for the longest piece of work of its own without a pause. */
function watchWork(): void {
  const sum = ({ user, system }: NodeJS.CpuUsage): number => user + system;
  const began = process.cpuUsage();
  let before = sum(process.threadCpuUsage());
  let longest = 0;
  const look = (): void => {
    const now = sum(process.threadCpuUsage());
    longest = Math.max(longest, now - before);
    before = now;
  };
  const timer = setInterval(look, 5);
  const work: Watched['work'] = () => {
    clearInterval(timer);
    look();
    return { longest, all: sum(process.cpuUsage(began)) };
  };
  Object.assign(globalThis, { work });
}

describe.each(runtimes)('the desktop program on $name', { timeout: 900_000 }, ({ name, launch, missing }) => {
  if (launch === null) {
    console.log(`The desktop program is not tried on ${name}: ${missing}.`);
    it.skip(`is not tried: ${missing}`, () => {});
    return;
  }
  let folder: string;
  let app: DesktopApp;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'autocore-desktop-'));
    app = await launch({
      AUTOCORE_MIGRATE_HOME: join(folder, 'workspace'),
      STAND_IN_LANGUAGE: 'en-GB',
      LANG: 'C.UTF-8',
    });
    // Electron has the language of the system.
    await app.page.locator('select').first().selectOption('en');
  });
  afterAll(async () => {
    await app?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows the wizard in a window that is sandboxed', async () => {
    expect(await app.page.title()).toBe('AutoCore Migrate');
    await app.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await value(app, 'app.info', {})).toMatchObject({
      host: 'desktop',
      workspace: join(folder, 'workspace'),
      can: { pick: true, browse: false, drop: true, pdf: true, reveal: true },
    });
    const world = await app.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
    );
    expect(world).toEqual([]);
  });

  it('gives the page two verbs and a drop, and nothing to change about them', async () => {
    const bridge = await app.page.evaluate(() => {
      const { autocore } = globalThis;
      const before = autocore.call;
      try {
        (autocore as { call: unknown }).call = () => {};
        (globalThis as { autocore: unknown }).autocore = {};
      } catch {
        // In strict mode that is an error, and as good.
      }
      return [Object.keys(autocore).sort(), globalThis.autocore.call === before];
    });
    expect(bridge).toEqual([['call', 'drop', 'on'], true]);
    expect(await call(app, 'app.quit' as 'app.info', {})).toMatchObject({ error: { code: 'host.badInput' } });
    expect(await call(app, 'sources.look', { source: '/etc/passwd' })).toMatchObject({
      error: { code: 'host.badInput' },
    });
    const uncloneable = app.page.evaluate(() =>
      globalThis.autocore.call('app.info', { x: () => {} } as never),
    );
    await expect(uncloneable).rejects.toThrow();
  });

  it('loads nothing from elsewhere, and runs no script but its own', async () => {
    const asked: string[] = [];
    // One that any page may ask, so that only the program's own rules can be in the way.
    const elsewhere = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.setHeader('access-control-allow-origin', '*').end('x');
    });
    elsewhere.listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    onTestFinished(() => void elsewhere.close());
    const address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
    const tried = await app.page.evaluate(async (other) => {
      const failed = (work: Promise<unknown>): Promise<boolean> =>
        work.then(
          () => false,
          () => true,
        );
      const { document } = globalThis as unknown as {
        document: { createElement(name: string): never; body: never };
      };
      const marked = globalThis as { marked?: boolean };
      const script = Object.assign(document.createElement('script') as object, {
        textContent: 'globalThis.marked = true',
      });
      (document.body as { append(node: object): void }).append(script);
      // Later, because the tools that run this very function may do what a page may not.
      const evaluated = await new Promise<boolean>((resolve) => {
        setTimeout(() => {
          try {
            resolve(new Function('return true')());
          } catch {
            resolve(false);
          }
        });
      });
      return {
        fetch: await failed(fetch(other)),
        own: await failed(fetch('index.html')),
        file: await failed(fetch('file:///etc/passwd')),
        inline: marked.marked === true,
        evaluated,
      };
    }, address);
    expect(tried).toEqual({ fetch: true, own: true, file: true, inline: false, evaluated: false });
    expect(asked).toEqual([]);
  });

  it('stays on its page, opens no other window and asks for nothing', async () => {
    const before = app.page.url();
    await app.evaluate(({ BrowserWindow }) => {
      const refused: [string, boolean][] = [];
      Object.assign(globalThis, { refused });
      // Heard last, when the program has had its say.
      BrowserWindow.getAllWindows()[0]?.webContents.on('will-navigate', ({ url, defaultPrevented }) => {
        refused.push([url, defaultPrevented]);
      });
    }, null);
    const opened = await app.page.evaluate(() => {
      const { open, location } = globalThis as unknown as {
        open(url: string): unknown;
        location: { href: string };
      };
      location.href = 'https://example.com/';
      return open('https://example.com/') !== null;
    });
    const refused = () => app.evaluate(() => (globalThis as unknown as { refused: unknown }).refused, null);
    await expect.poll(refused).toEqual([['https://example.com/', true]]);
    // The stand-in's Chromium has a window for the page before the program is asked.
    if (name === 'Electron') expect(opened).toBe(false);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)).toBe(1);
    expect(app.page.url()).toBe(before);
    expect((await value(app, 'app.info', {})).host).toBe('desktop');
    const permission = await app.page.evaluate(() =>
      (
        globalThis as unknown as { Notification: { requestPermission(): Promise<string> } }
      ).Notification.requestPermission(),
    );
    expect(permission).toBe('denied');
  });

  it('refuses calls of any other window, loudly', async () => {
    const answer = await app.evaluate(
      async ({ BrowserWindow }, preload) => {
        const other = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false },
        });
        await other.loadURL('app://autocore-migrate/index.html');
        const said = await other.webContents.executeJavaScript(
          "autocore.call('app.info', {}).then(() => 'answered', (error) => error.message)",
        );
        other.destroy();
        return String(said);
      },
      join(import.meta.dirname, '../../../dist/preload.cjs'),
    );
    expect(answer).toContain('was refused');
  });

  it('takes files from its own dialog and from dropping them, by tokens', async () => {
    const path = join(folder, 'oficina — ção.db');
    await writeSample({ out: path, rows: 10 });
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, path);
    const picked = await value(app, 'files.pick', { purpose: 'source' });
    expect(picked).toMatchObject({ name: 'oficina — ção.db', path });

    const client = await app.page.context().newCDPSession(app.page);
    const expression =
      "globalThis.input = document.body.appendChild(Object.assign(document.createElement('input'), { type: 'file' }))";
    const { result } = await client.send('Runtime.evaluate', { expression });
    await client.send('DOM.setFileInputFiles', { files: [path], objectId: result.objectId ?? '' });
    const dropped = await app.page.evaluate(() => {
      const { input } = globalThis as unknown as { input: { files: object[] } };
      return globalThis.autocore.drop(input.files[0] as object);
    });
    expect(dropped).toEqual({ ok: true, value: picked });
    // A File that a page makes up has no path.
    const made = await app.page.evaluate(() => globalThis.autocore.drop(new File(['x'], '/etc/passwd')));
    expect(made).toMatchObject({ ok: false, error: { code: 'host.unknownFile' } });
  });

  it('shows its window again instead of a second one', async () => {
    const focused = await app.evaluate(({ app: own, BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      if (!window) return false;
      // Told by the call: a window that has the focus already would hear of nothing.
      const focus = window.focus.bind(window);
      let seen = false;
      window.focus = () => {
        seen = true;
        focus();
      };
      own.emit('second-instance', {}, [], '', null);
      return seen;
    }, null);
    expect(focused).toBe(true);
  });

  it.runIf(isLong)('begins with the file that a second start or the system hands over', async () => {
    const second = join(folder, 'segundo — ção.db');
    const third = join(folder, 'terceiro.db');
    for (const out of [second, third]) await writeSample({ out, rows: 10 });
    const tell = (path: string, bySystem: boolean) =>
      app.evaluate(
        ({ app: own }, { path: file, system }) => {
          const event = { preventDefault: () => {} };
          if (system) own.emit('open-file', event, file);
          else own.emit('second-instance', {}, ['program', '--original-process'], '/', { files: [file] });
        },
        { path, system: bySystem },
      );
    await tell(second, false);
    await app.page.getByText(second, { exact: true }).waitFor();
    await tell(third, true);
    await app.page.getByText(third, { exact: true }).waitFor();
    expect(await value(app, 'files.handed', {})).toBeNull();
    // What is none, and what nobody could have handed over, is told or left alone.
    await tell(join(folder, 'nenhum.db'), false);
    await app.page.getByRole('alert').getByText('nenhum.db').waitFor();
    await app.evaluate(({ app: own }) => {
      own.emit('second-instance', {}, [], '/', { files: [7] });
    }, null);
    await app.page.reload();
    await app.page.getByRole('heading', { level: 1 }).waitFor();
    await wizardOn(app.page, 'en', async () => {})
      .button('Back')
      .click();
  });

  it('keeps passwords encrypted, where the system has a keychain', async () => {
    const login = { host: 'pg.example', port: 5432, database: 'autocore', user: 'autocore_user' };
    const { can } = await value(app, 'app.info', {});
    if (!can.keychain) {
      expect(await call(app, 'target.savePassword', { ...login, password: 'segredo' })).toMatchObject({
        error: { code: 'host.noKeychain' },
      });
      return;
    }
    await value(app, 'target.savePassword', { ...login, password: 'segredo çã' });
    expect(await value(app, 'target.hasPassword', login)).toBe(true);
    const file = readFileSync(join(folder, 'workspace', 'passwords.json'), 'utf8');
    expect(file).not.toContain('segredo');
    expect(file).not.toContain(Buffer.from('segredo').toString('base64').slice(0, 8));
    await value(app, 'target.forgetPassword', login);
    expect(await value(app, 'target.hasPassword', login)).toBe(false);
  });

  it.runIf(isLong)(
    'leads from a file that is dropped to the certificate, with a password in the keychain',
    async () => {
      const { url, drop } = await freshDatabase();
      try {
        const wizard = wizardOn(app.page, 'en', async () => {});
        const { page, texts, t, button, heading } = wizard;
        const path = join(folder, 'arrastado — ção.db');
        await writeSample({ out: path, rows: 500 });
        await button(texts.start.new).click();
        await dropFile(app, path);
        await page.getByText(path, { exact: true }).waitFor();
        await fillServer(wizard, url);
        const { can } = await value(app, 'app.info', {});
        if (can.keychain) {
          await page.getByLabel(texts.target.savePassword).check();
          await button(texts.target.test).click();
          await page.getByText(texts.target.saved).waitFor();
          // The saved one is used where none is typed in.
          await page.getByLabel(texts.target.password, { exact: true }).fill('');
          await button(texts.target.test).click();
          await page.getByText(texts.target.ready).waitFor();
          await button(texts.target.forget).click();
          await page.getByText(texts.target.saved).waitFor({ state: 'detached' });
          await fillServer(wizard, url);
          await page.getByLabel(texts.target.savePassword).uncheck();
        }
        await button(texts.connect.next).click();
        await migrateOn(wizard);
        await page.getByText(t('certificate.verdict.identicalRows.title'), { exact: true }).waitFor();
        const pdf = join(folder, 'oficina.pdf');
        await app.evaluate(({ dialog }, chosen) => {
          dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
        }, pdf);
        await button(texts.save.more).click();
        await page.getByRole('menuitem', { name: texts.save.pdf }).click();
        await button(texts.certificateOf.save).click();
        await page.getByText(t('wizard.save.done', { name: pdf })).waitFor();
        expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
        await button(texts.after.toStart).click();
        await heading(texts.start.title).waitFor();
        await value(app, 'job.dismiss', {});
      } finally {
        await drop();
      }
    },
  );

  it.runIf(isLong)('writes a folder for psql where its own dialog says', async () => {
    const { page, texts, button, heading } = wizardOn(app.page, 'en', async () => {});
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, folder);
    const path = join(folder, 'para levar.db');
    await writeSample({ out: path, rows: 500 });
    await button(texts.start.new).click();
    await dropFile(app, path);
    await page.getByText(path, { exact: true }).waitFor();
    await page.getByText(texts.target.folder, { exact: true }).click();
    await button(texts.export.choose).click();
    await page.getByText(folder, { exact: true }).waitFor();
    await button(texts.connect.nextOffline).click();
    await button(texts.audit.next).click();
    await button(texts.export.write).click();
    await page.getByText(join(folder, 'para levar-psql'), { exact: true }).waitFor();
    expect(existsSync(join(folder, 'para levar-psql', 'run.sql'))).toBe(true);
    await button(texts.after.toStart).click();
    await heading(texts.start.title).waitFor();
  });

  it('migrates without holding up its windows, prints the certificate, survives a reload', async () => {
    const { url, drop } = await freshDatabase();
    const gate = await gateAtIndexes(url);
    try {
      const path = join(folder, 'grande.db');
      await writeSample({ out: path, rows: 80_000, force: true });
      await app.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
      }, path);
      const picked = await value(app, 'files.pick', { purpose: 'source' });
      await app.page.evaluate(() => {
        const heard: unknown[] = [];
        Object.assign(globalThis, { heard });
        Object.assign(globalThis, {
          deaf: globalThis.autocore.on('job', (job) => void heard.push(job?.status)),
        });
      });
      await app.evaluate(watchWork, null);
      const choices = { types: {}, decisions: {} };
      await value(app, 'job.migrate', {
        ...{ source: picked?.token ?? '', profile: 'compatible', extras: true, choices },
        ...{ target: serverTarget(url), ifNotEmpty: 'abort', acceptDefaults: true },
      });
      await jobWhen(app, ({ stage }) => isWriting(stage));
      const heard = await app.page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
      expect(heard).toContain('running');
      await app.page.reload();
      await gate.open();
      const done = await jobWhen(app, ({ status }) => status !== 'running');
      expect(done).toMatchObject({ status: 'done', state: { status: 'succeeded' } });
      const work = await app.evaluate(() => (globalThis as unknown as Watched).work(), null);
      console.log(
        `processor time of a migration, and of the main thread's longest piece (µs): ${JSON.stringify(work)}`,
      );
      // The engine works elsewhere; here are only words about it, one at a time.
      expect(work.longest / work.all).toBeLessThan(0.05);

      const pdf = join(folder, 'certificado.pdf');
      await app.evaluate(({ dialog }, chosen) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
      }, pdf);
      const what = { what: 'certificate', run: done.run ?? '', format: 'pdf', language: 'pt-BR' } as const;
      expect(await value(app, 'exports.save', what)).toEqual({ kind: 'file', path: pdf });
      expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
      expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)).toBe(1);
    } finally {
      await gate.open();
      await drop();
    }
  });

  it('asks before it closes during work, and leaves everything in order', async () => {
    const path = join(folder, 'fechar.db');
    await writeSample({ out: path, rows: 2_000 });
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, path);
    const source = (await value(app, 'files.pick', { purpose: 'source' }))?.token ?? '';
    const { url, drop } = await freshDatabase();
    const gate = await gateAtIndexes(url);
    try {
      await app.evaluate(({ dialog }) => {
        const asked: string[] = [];
        Object.assign(globalThis, { asked });
        // Electron's own type has several forms; here there is always a window.
        (dialog as { showMessageBox: unknown }).showMessageBox = async (
          _window: unknown,
          options: { message: string },
        ) => {
          asked.push(options.message);
          return { response: asked.length === 1 ? 0 : 1, checkboxChecked: false };
        };
      }, null);
      await value(app, 'job.migrate', {
        ...{ source, profile: 'compatible', extras: true, choices: { types: {}, decisions: {} } },
        ...{ target: serverTarget(url), ifNotEmpty: 'abort', acceptDefaults: true },
      });
      const { run } = await jobWhen(app, ({ stage }) => isWriting(stage));
      const asked = () => app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked, null);
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null);
      await expect.poll(asked, { timeout: 60_000 }).toHaveLength(1);
      expect(await value(app, 'job.state', {})).toMatchObject({ run });
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null);
      expect(await app.ended).toBe(0);
      const state = readFileSync(join(folder, 'workspace', 'runs', run ?? '', 'run.json'), 'utf8');
      expect(JSON.parse(state).status).toBe('interrupted');
    } finally {
      await gate.open();
      await drop();
    }
  });
});

describe('a start', () => {
  // That there is no stand-in was said above.
  const standIn = runtimes[1]?.launch;

  it.runIf(standIn)('ends at once where the program runs already', async () => {
    const env = { AUTOCORE_MIGRATE_HOME: tempFolder(), STAND_IN_SECOND: 'yes' };
    await expect((standIn as Launch)(env)).rejects.toThrow('ended with code 0');
  });

  it.runIf(isLong && standIn)('with a file begins with it', { timeout: 900_000 }, async () => {
    const folder = tempFolder();
    const path = join(folder, 'São João #1.db');
    await writeSample({ out: path, rows: 10 });
    const app = await (standIn as Launch)({ AUTOCORE_MIGRATE_HOME: join(folder, 'workspace') }, [
      '--no-sandbox',
      pathToFileURL(path).href,
    ]);
    try {
      await app.page.getByText(path, { exact: true }).waitFor();
      const handed = await app.evaluate(
        ({ app: own }) => (own as unknown as { handed: unknown }).handed,
        null,
      );
      expect(handed).toEqual({ files: [path] });
    } finally {
      await app.stop();
    }
  });
});
