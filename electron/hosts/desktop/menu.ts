import { basename, dirname } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import type { Translate } from '../../../shared/messages/index.ts';

/** What the menu can do. */
export interface MenuActs {
  pick(): void;
  open(path: string): void;
  clearRecent(): void;
  zoomIn(): void;
  zoomOut(): void;
  zoomReset(): void;
  showLog(): void;
  about(): void;
}

export interface MenuNeeds {
  t: Translate;
  platform: NodeJS.Platform;
  /** Developer tools and reloading are for developers. */
  developing: boolean;
  recent: readonly string[];
  /** The engine is at work: another database has to wait. */
  working: boolean;
  acts: MenuActs;
}

type Item = MenuItemConstructorOptions;
const separator: Item = { type: 'separator' };

/** The program's menu. On Windows and Linux it is seen with Alt; its keys work all the time. */
export function menuTemplate(needs: MenuNeeds): Item[] {
  const mac = needs.platform === 'darwin';
  return [
    ...(mac ? [appMenu(needs)] : []),
    fileMenu(needs, mac),
    editMenu(needs, mac),
    viewMenu(needs),
    ...(mac ? [windowMenu(needs)] : []),
    helpMenu(needs, mac),
  ];
}

function appMenu({ t, acts }: MenuNeeds): Item {
  return {
    role: 'appMenu',
    submenu: [
      { label: t('desktop.menu.about'), click: acts.about },
      separator,
      { role: 'services', label: t('desktop.menu.services') },
      separator,
      { role: 'hide', label: t('desktop.menu.hide') },
      { role: 'hideOthers', label: t('desktop.menu.hideOthers') },
      { role: 'unhide', label: t('desktop.menu.unhide') },
      separator,
      { role: 'quit', label: t('desktop.menu.quitMac') },
    ],
  };
}

function fileMenu({ t, recent, working, acts }: MenuNeeds, mac: boolean): Item {
  const enabled = !working;
  return {
    label: t('desktop.menu.file'),
    submenu: [
      { label: t('desktop.menu.open'), accelerator: 'CommandOrControl+O', enabled, click: acts.pick },
      {
        label: t('desktop.menu.recent'),
        enabled: enabled && recent.length > 0,
        submenu: [
          ...recent.map((path) => ({ label: shown(path), enabled, click: () => acts.open(path) })),
          separator,
          { label: t('desktop.menu.clearRecent'), click: acts.clearRecent },
        ],
      },
      separator,
      mac
        ? { role: 'close', label: t('desktop.menu.close') }
        : { role: 'quit', label: t('desktop.menu.quit') },
    ],
  };
}

function editMenu({ t }: MenuNeeds, mac: boolean): Item {
  const roles = ['undo', 'redo', null, 'cut', 'copy', 'paste', 'delete', null, 'selectAll'] as const;
  return {
    label: t('desktop.menu.edit'),
    submenu: [
      ...roles.map((role): Item => (role ? { role, label: t(`desktop.menu.${role}`) } : separator)),
      ...(mac ? macSpeech(t) : []),
    ],
  };
}

function macSpeech(t: Translate): Item[] {
  const submenu: Item[] = [
    { role: 'startSpeaking', label: t('desktop.menu.startSpeaking') },
    { role: 'stopSpeaking', label: t('desktop.menu.stopSpeaking') },
  ];
  return [separator, { label: t('desktop.menu.speech'), submenu }];
}

function viewMenu({ t, developing, acts }: MenuNeeds): Item {
  return {
    label: t('desktop.menu.view'),
    submenu: [
      {
        label: t('desktop.menu.zoomReset'),
        accelerator: 'CommandOrControl+0',
        click: acts.zoomReset,
      },
      { label: t('desktop.menu.zoomIn'), accelerator: 'CommandOrControl+Plus', click: acts.zoomIn },
      { label: t('desktop.menu.zoomOut'), accelerator: 'CommandOrControl+-', click: acts.zoomOut },
      // An item has one key, and "+" is one with Shift on most keyboards: people press what is printed there without it.
      ...unseen(acts.zoomIn, 'CommandOrControl+=', 'CommandOrControl+numadd'),
      ...unseen(acts.zoomOut, 'CommandOrControl+numsub'),
      ...unseen(acts.zoomReset, 'CommandOrControl+num0'),
      separator,
      { role: 'togglefullscreen', label: t('desktop.menu.fullScreen') },
      ...(developing ? ([separator, { role: 'reload' }, { role: 'toggleDevTools' }] as Item[]) : []),
    ],
  };
}

function unseen(click: () => void, ...accelerators: string[]): Item[] {
  return accelerators.map((accelerator) => ({
    label: accelerator,
    accelerator,
    visible: false,
    acceleratorWorksWhenHidden: true,
    click,
  }));
}

function windowMenu({ t }: MenuNeeds): Item {
  return {
    role: 'window',
    label: t('desktop.menu.window'),
    submenu: [
      { role: 'minimize', label: t('desktop.menu.minimize') },
      { role: 'zoom', label: t('desktop.menu.zoom') },
      separator,
      { role: 'front', label: t('desktop.menu.front') },
    ],
  };
}

function helpMenu({ t, acts }: MenuNeeds, mac: boolean): Item {
  const log: Item = { label: t('desktop.menu.log'), click: acts.showLog };
  const about: Item[] = mac ? [] : [separator, { label: t('desktop.menu.about'), click: acts.about }];
  return { role: 'help', label: t('desktop.menu.help'), submenu: [log, ...about] };
}

/** A path as a label: its name first; "&" alone would underline the letter behind it. */
function shown(path: string): string {
  return `${basename(path)} — ${dirname(path)}`.replaceAll('&', '&&');
}
