import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { aboutPanel, postgresVersion } from '../../../electron/hosts/desktop/about.ts';
import { appId, desktopFile } from '../../../electron/hosts/desktop/identity.ts';
import { type MenuNeeds, menuTemplate } from '../../../electron/hosts/desktop/menu.ts';
import { endOf } from '../../../electron/hosts/desktop/notice.ts';
import { taskBarOf } from '../../../electron/hosts/desktop/task-bar.ts';
import { placeOn, readPlace } from '../../../electron/hosts/desktop/window-place.ts';
import type { JobSnapshot } from '../../../shared/contract.ts';
import { languages, translator } from '../../../shared/messages/index.ts';
import { checkTemplate, type Template } from '../../helpers/electron/menu.ts';
import { tempFolder } from '../../helpers/folder.ts';

// The module that Electron gives its main process is the stand-in here, as in the other tests of this folder.
vi.mock('electron', () => import('../../helpers/electron/modules.ts'));

const systems = ['win32', 'darwin', 'linux'] as const;

function job(status: JobSnapshot['status'], part = 0): JobSnapshot {
  return { id: 'a', status, whole: { part, secondsLeft: null }, kind: 'migrate' } as unknown as JobSnapshot;
}

describe('the task bar', () => {
  it.each(systems)('shows how far the whole work is on %s', (platform) => {
    expect(taskBarOf(job('running', 0.5), false, platform)).toEqual({ progress: 0.5, mode: 'normal' });
  });

  it.each([
    ['win32', { progress: 2, mode: 'indeterminate' }],
    ['darwin', { progress: 2, mode: 'indeterminate' }],
    ['linux', { progress: -1, mode: 'none' }],
  ] as const)('shows on %s what has not been counted yet', (platform, expected) => {
    expect(taskBarOf(job('running'), false, platform)).toEqual(expected);
  });

  it.each(['pausing', 'paused', 'cancelling'] as const)('keeps its place while a job is %s', (status) => {
    expect(taskBarOf(job(status, 0.5), false, 'win32')).toEqual({ progress: 0.5, mode: 'paused' });
  });

  it.each(['done', 'cancelled'] as const)('shows nothing of a job that is %s', (status) => {
    for (const platform of systems) expect(taskBarOf(job(status, 0.5), false, platform).progress).toBe(-1);
  });

  it('is red on Windows until somebody has seen the failure', () => {
    expect(taskBarOf(job('failed', 0.5), false, 'win32')).toEqual({ progress: 1, mode: 'error' });
    expect(taskBarOf(job('failed', 0.5), true, 'win32').progress).toBe(-1);
    expect(taskBarOf(job('failed', 0.5), false, 'darwin').progress).toBe(-1);
  });

  it('shows nothing without a job', () => {
    expect(taskBarOf(null, false, 'win32').progress).toBe(-1);
  });
});

describe('the end of a job', () => {
  it.each([
    ['running', 'done', 'done'],
    ['running', 'failed', 'failed'],
    ['pausing', 'done', 'done'],
    // The user has asked for these, and knows.
    ['pausing', 'paused', null],
    ['cancelling', 'cancelled', null],
    ['running', 'running', null],
    ['done', 'done', null],
  ] as const)('from %s to %s is told as %s', (before, now, expected) => {
    expect(endOf(job(before), job(now))).toBe(expected);
  });

  it('is not that of another job, nor of none', () => {
    expect(endOf({ ...job('running'), id: 'b' }, job('done'))).toBeNull();
    expect(endOf(null, job('done'))).toBeNull();
    expect(endOf(job('running'), null)).toBeNull();
  });
});

describe('the place of the window', () => {
  const first = { x: 0, y: 0, width: 1920, height: 1040 };
  const left = { x: -1280, y: 0, width: 1280, height: 984 };
  it.each([
    ['as it was', { x: 100, y: 100, width: 1000, height: 700 }, { x: 100, y: 100, width: 1000, height: 700 }],
    ['of a display that is smaller now', { x: 0, y: 0, width: 3000, height: 2000 }, first],
    [
      'half outside',
      { x: 1500, y: 900, width: 1000, height: 700 },
      { x: 920, y: 340, width: 1000, height: 700 },
    ],
    [
      'with its title above',
      { x: 0, y: -500, width: 1000, height: 700 },
      { x: 0, y: 0, width: 1000, height: 700 },
    ],
    [
      'on the second display',
      { x: -1200, y: 50, width: 900, height: 700 },
      { x: -1200, y: 50, width: 900, height: 700 },
    ],
    [
      'smaller than it may be',
      { x: 10, y: 10, width: 100, height: 50 },
      { x: 10, y: 10, width: 800, height: 600 },
    ],
    ['of a display that is gone', { x: 5000, y: 0, width: 1000, height: 700 }, null],
  ])('%s', (_name, bounds, expected) => {
    expect(placeOn([first, left], bounds)).toEqual(expected);
  });

  it('is the usual one where there is no display', () => {
    expect(placeOn([], first)).toBeNull();
  });

  it.each([
    ['missing', null],
    ['empty', ''],
    ['cut off', '{"bounds": {"x": 1'],
    [
      'of other numbers',
      '{"bounds": {"x": 1e9, "y": 0, "width": 1, "height": 1}, "maximized": true, "zoom": 0}',
    ],
    ['with a zoom that hides everything', '{"bounds": null, "maximized": true, "zoom": 90}'],
    ['of something else', '[]'],
  ])('is the usual one with a file that is %s', (_name, text) => {
    const file = join(tempFolder(), 'place.json');
    if (text !== null) writeFileSync(file, text);
    expect(readPlace(file)).toEqual({ bounds: null, maximized: false, zoom: 0 });
  });
});

function needs(
  platform: NodeJS.Platform,
  language: 'pt-BR' | 'en',
  more: Partial<MenuNeeds> = {},
): MenuNeeds {
  const acts = {
    ...{ pick: vi.fn(), open: vi.fn(), clearRecent: vi.fn(), showLog: vi.fn(), about: vi.fn() },
    ...{ zoomIn: vi.fn(), zoomOut: vi.fn(), zoomReset: vi.fn() },
  };
  const t = translator(language);
  return { t, platform, developing: false, recent: [], working: false, acts, ...more };
}

function flat(items: readonly Template[]): Template[] {
  return items.flatMap((item) => [item, ...flat(item.submenu ?? [])]);
}

function entries(wanted: MenuNeeds): Template[] {
  return flat(menuTemplate(wanted) as Template[]);
}

describe.each(systems)('the menu on %s', (platform) => {
  it.each(languages)('is one that the system knows, in %s', (language) => {
    for (const developing of [false, true]) {
      const wanted = needs(platform, language, { developing, recent: ['/a/b.db', '/c & d/e.db'] });
      expect(() => checkTemplate(menuTemplate(wanted) as Template[], platform)).not.toThrow();
    }
  });

  it.each(languages)('leaves no word to the system, in %s', (language) => {
    const wordless = entries(needs(platform, language)).filter(
      // The application's own name.
      ({ type, label, role }) => type !== 'separator' && label === undefined && role !== 'appMenu',
    );
    expect(wordless).toEqual([]);
    // A key that has no text shows its own name.
    expect(entries(needs(platform, language)).filter(({ label }) => label?.startsWith('desktop.'))).toEqual(
      [],
    );
  });

  it('has the keys of a browser for the zoom', () => {
    const wanted = needs(platform, 'en');
    for (const { accelerator, click } of entries(wanted)) {
      if (/0$/.test(accelerator ?? '')) click?.();
    }
    expect(wanted.acts.zoomReset).toHaveBeenCalledTimes(2);
    const keys = entries(wanted).map(({ accelerator }) => accelerator);
    for (const key of ['Plus', '=', 'numadd', '-', 'numsub', '0', 'num0'])
      expect(keys).toContain(`CommandOrControl+${key}`);
  });

  it('opens what was opened before, and not while the engine is at work', () => {
    const recent = [join('/dados', 'a & b.db')];
    const named = (wanted: MenuNeeds) => entries(wanted).find(({ label }) => label?.includes('a && b.db'));
    const wanted = needs(platform, 'en', { recent });
    named(wanted)?.click?.();
    expect(wanted.acts.open).toHaveBeenCalledWith(recent[0]);
    expect(named(wanted)?.enabled).toBe(true);
    expect(named(needs(platform, 'en', { recent, working: true }))?.enabled).toBe(false);
  });

  it('shows developers alone the developer tools', () => {
    const tools = ({ role }: Template) => role === 'toggleDevTools';
    expect(entries(needs(platform, 'en')).some(tools)).toBe(false);
    expect(entries(needs(platform, 'en', { developing: true })).some(tools)).toBe(true);
  });
});

it('the menu on macOS has what every program has there', () => {
  const roles = entries(needs('darwin', 'pt-BR')).map(({ role }) => role);
  expect(roles).toEqual(
    expect.arrayContaining(['appMenu', 'hide', 'hideOthers', 'unhide', 'quit', 'window', 'help']),
  );
});

describe('the dialog about the program', () => {
  const parts = { electron: '45.4.1', chrome: '150.0', node: '24.0', sqlite: '3.53.0', postgres: '18.4' };
  it.each(systems)('names its parts on %s', (platform) => {
    const said = JSON.stringify(aboutPanel(translator('pt-BR'), parts, platform));
    for (const version of Object.values(parts)) expect(said).toContain(version);
    expect(said).toContain('MIT');
  });

  it("knows PostgreSQL's version", () => {
    expect(postgresVersion()).toMatch(/^\d+\.\d+$/);
  });
});

it('the program calls itself what its packages call it', () => {
  const packed = readFileSync(new URL('../../../electron-builder.yml', import.meta.url), 'utf8');
  expect(/^appId: (.*)$/m.exec(packed)?.[1]).toBe(appId);
  expect(`${/^\s+executableName: (.*)$/m.exec(packed)?.[1]}.desktop`).toBe(desktopFile);
  const manifest = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  expect(JSON.parse(manifest).desktopName).toBe(desktopFile);
});
