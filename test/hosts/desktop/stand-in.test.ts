import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { refusedByCage } from '../../helpers/electron/cage.ts';
import { checkTemplate, isAccelerator } from '../../helpers/electron/menu.ts';
import { tempFolder } from '../../helpers/folder.ts';

// What stands in for Electron is worth as much as what it refuses: a program that Electron would refuse must fail here.

const root = fileURLToPath(new URL('../../..', import.meta.url));

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  said: string;
}

/** Runs a main process on the stand-in. `refused(what, fn)` prints the refusal, and fails where there is none. */
async function main(script: string): Promise<Ended> {
  const head = `import * as electron from 'electron';
    const { app, protocol, session, Menu, BrowserWindow, safeStorage, screen, powerSaveBlocker, Notification, dialog } = electron;
    const refused = async (fn) => {
      try { await fn(); } catch (error) { return console.log('refused: ' + error.message); }
      console.log('NOT REFUSED: ' + fn);
    };`;
  const hooks = join(root, 'test/helpers/electron/register.mjs');
  const words = ['--import', hooks, '--input-type=module', '-e', head + script];
  const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(String(text)));
  const { promise, resolve } = Promise.withResolvers<Ended>();
  child.once('close', (code, signal) => resolve({ code, signal, said: said.join('') }));
  return promise;
}

describe('what comes at the wrong time', () => {
  it('is refused before Electron is ready', async () => {
    const { said } = await main(`
      await refused(() => new BrowserWindow());
      await refused(() => session.defaultSession);
      await refused(() => screen.getAllDisplays());
      await refused(() => safeStorage.isAsyncEncryptionAvailable());
      await refused(() => new Notification({}));
      await refused(() => powerSaveBlocker.start('prevent-app-suspension'));
      await refused(() => Menu.setApplicationMenu(null));
      await refused(() => dialog.showMessageBox({}));
      console.log(safeStorage.getSelectedStorageBackend());
      app.exit(0);`);
    expect(said.match(/^refused: .* before the app is ready$/gm)).toHaveLength(8);
    expect(said).not.toContain('NOT REFUSED');
    expect(said).toContain('unknown');
  });

  it('is refused after it', async () => {
    const { said } = await main(`
      await app.whenReady();
      await refused(() => protocol.registerSchemesAsPrivileged([]));
      await refused(() => app.enableSandbox());
      await refused(() => app.setDesktopName('x.desktop'));
      app.exit(0);`);
    expect(said.match(/^refused: .* only be called before the app is ready$/gm)).toHaveLength(3);
  });
});

describe('a scheme of the program', () => {
  const registered = (privileges: object): string =>
    `protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: ${JSON.stringify(privileges)} }]);
     await app.whenReady();`;
  const answer = `session.defaultSession.protocol.handle('app', () => new Response('x'));
    const ask = async (more) => {
      const asking = { url: 'app://one/x.js', method: 'GET', fetched: false, origin: null, ...more };
      console.log(await session.defaultSession.respond(asking) ? 'answered' : 'nothing');
    };`;

  it.each([
    ['not registered', '[]', 'await app.whenReady();'],
    ['not standard', '{}', registered({ secure: true })],
    ['not secure', '{}', registered({ standard: true })],
  ])('that is %s has no pages', async (_name, _privileges, before) => {
    const { said } = await main(`${before}
      await refused(() => session.defaultSession.protocol.handle('app', () => new Response('x')));
      await refused(() => new BrowserWindow().loadURL('app://one/index.html'));
      app.exit(0);`);
    expect(said).toContain('refused: scheme app was not registered in time');
    expect(said).toContain('refused: ERR_UNKNOWN_URL_SCHEME');
  });

  it('answers a script that fetches only where it may be fetched', async () => {
    const { said } = await main(`${registered({ standard: true, secure: true })} ${answer}
      await ask({}); await ask({ fetched: true }); app.exit(0);`);
    expect(said).toBe('answered\nnothing\n');
  });

  it('keeps one host from another', async () => {
    const { said } =
      await main(`${registered({ standard: true, secure: true, supportFetchAPI: true })} ${answer}
      await ask({ origin: 'app://one' }); await ask({ origin: 'app://two' }); await ask({ origin: 'null' });
      app.exit(0);`);
    expect(said).toBe('answered\nnothing\nnothing\n');
  });

  it('is registered once', async () => {
    const { said } = await main(`
      protocol.registerSchemesAsPrivileged([]);
      await refused(() => protocol.registerSchemesAsPrivileged([]));
      app.exit(0);`);
    expect(said).toContain('refused: protocol.registerSchemesAsPrivileged() can be called only once');
  });
});

describe('a menu', () => {
  it.each([
    ['nothing', [{}], 'at least one of label, role or type'],
    ['a role of no system', [{ role: 'zoomin' }], 'Unknown role: zoomin'],
    ['a role of another system', [{ role: 'hide' }], 'does nothing on linux'],
    ['a key of no keyboard', [{ label: 'a', accelerator: 'Ctrl+Add' }], 'Unknown accelerator: Ctrl+Add'],
    ['a type of no menu', [{ label: 'a', type: 'button' }], 'Unknown menu item type'],
    ['something deeper', [{ label: 'a', submenu: [{ label: 'b' }, { role: 'x' }] }], 'Unknown role: x'],
    [
      'one key for two entries',
      [
        { label: 'a', accelerator: 'Ctrl+O' },
        { label: 'b', accelerator: 'ctrl+o' },
      ],
      'has two meanings',
    ],
  ])('with %s is refused', (_name, template, reason) => {
    expect(() => checkTemplate(template, 'linux')).toThrow(reason);
  });

  it.each(['F5', 'CommandOrControl+=', 'CmdOrCtrl+Plus', 'Alt+Shift+numadd', 'Ctrl+-', 'Ctrl+,'])(
    'may have the key %s',
    (key) => expect(isAccelerator(key)).toBe(true),
  );

  it.each(['', 'Ctrl', 'Ctrl++', 'Ctrl+AA', 'Strg+A', 'F25', 'Ctrl+numplus'])(
    'may not have the key %s',
    (key) => expect(isAccelerator(key)).toBe(false),
  );
});

describe('a native library', () => {
  const library = (...names: string[]): Buffer => Buffer.from(`\x7fELF\0${names.join('\0')}\0`, 'latin1');
  it.each([
    ['takes memory of its own for an ArrayBuffer', ['napi_create_external_arraybuffer'], 1],
    ['takes memory of its own for a Buffer', ['napi_create_external_buffer'], 1],
    ['does so only where it may', ['napi_create_external_buffer', 'napi_create_buffer_copy'], 0],
    ["does so with V8's own classes", ['_ZN4node6Buffer3NewEPN2v87IsolateEPcmPFvS4_PvES5_'], 1],
    ['copies', ['napi_create_buffer_copy', 'napi_create_arraybuffer'], 0],
  ])('that %s', (_name, names, refusals) => {
    expect(refusedByCage(library(...names))).toHaveLength(refusals);
  });

  it('of ours works in Electron, on every system', () => {
    const folder = join(
      dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json')),
      'prebuilds',
    );
    const names = readdirSync(folder).filter((name) => name.endsWith('.node'));
    expect(names.length).toBeGreaterThan(5);
    for (const name of names)
      expect([name, refusedByCage(readFileSync(join(folder, name)))]).toEqual([name, []]);
  });

  it('of another kind is not loaded, in threads neither', async () => {
    const file = join(tempFolder(), 'external.node');
    const { said } = await main(`
      const { writeFileSync } = await import('node:fs');
      const { Worker } = await import('node:worker_threads');
      const { once } = await import('node:events');
      writeFileSync(${JSON.stringify(file)}, 'napi_create_external_arraybuffer');
      await refused(() => process.dlopen({ exports: {} }, ${JSON.stringify(file)}));
      const worker = new Worker('process.dlopen({ exports: {} }, ' + JSON.stringify(${JSON.stringify(file)}) + ')', { eval: true });
      const [error] = await once(worker, 'error');
      console.log('in a thread: ' + error.message);
      app.exit(0);`);
    expect(said).toMatch(/^refused: .*external\.node: napi_create_external_arraybuffer fails/m);
    expect(said).toMatch(/^in a thread: .*external\.node: napi_create_external_arraybuffer fails/m);
  });
});

describe('the end', () => {
  /** A main process with a thread that writes so many rows in one call of SQLite, and says when it begins. */
  const writing = (file: string, rows: number): string => `
    const { Worker } = await import('node:worker_threads');
    const { once } = await import('node:events');
    await app.whenReady();
    const worker = new Worker(\`
      const load = process.getBuiltinModule('node:module').createRequire(${JSON.stringify(import.meta.url)});
      const Database = load('better-sqlite3');
      const db = new Database(${JSON.stringify(file)});
      db.exec('create table done (n integer)');
      // Said from within: a thread that is not there yet could still be ended.
      db.function('begun', () => {
        load('node:worker_threads').parentPort.postMessage('begun');
        return 1;
      });
      db.exec('insert into done with recursive c(n) as (select begun() union all select n + 1 from c where n < ${rows}) select n from c');
    \`, { eval: true });
    await once(worker, 'message');`;
  const rowsIn = (file: string): unknown => {
    const db = new Database(file);
    try {
      return db.prepare('select count(*) from done').pluck().get();
    } finally {
      db.close();
    }
  };

  it.each(['app.exit(0)', 'app.quit()'])('by %s waits for a thread inside SQLite', async (way) => {
    const file = join(tempFolder(), 'a.db');
    const rows = 300_000;
    expect(await main(`${writing(file, rows)} ${way};`)).toMatchObject({ code: 0, signal: null });
    expect(rowsIn(file)).toBe(rows);
  });

  it('of ours does not, and leaves of what was half done nothing', async () => {
    const file = join(tempFolder(), 'a.db');
    const leaving = new URL('../../../electron/hosts/desktop/leaving.ts', import.meta.url).href;
    const { code, signal } = await main(`
      const { endProcess } = await import(${JSON.stringify(leaving)});
      ${writing(file, 1_000_000_000_000)} endProcess(() => 1);`);
    expect(code === null ? signal : code).toBe(process.platform === 'win32' ? 1 : 'SIGKILL');
    expect(rowsIn(file)).toBe(0);
  });

  it('of ours is the usual one without threads', async () => {
    const leaving = new URL('../../../electron/hosts/desktop/leaving.ts', import.meta.url).href;
    const ended = await main(`
      const { endProcess } = await import(${JSON.stringify(leaving)});
      app.on('quit', () => console.log('quit'));
      endProcess();`);
    expect(ended).toEqual({ code: 0, signal: null, said: 'quit\n' });
  });
});
