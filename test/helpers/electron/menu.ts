import { afterReady } from './app.ts';

/** An entry as a program writes it, as far as it is looked at here. */
export interface Template {
  label?: string;
  role?: string;
  type?: string;
  accelerator?: string;
  enabled?: boolean;
  visible?: boolean;
  acceleratorWorksWhenHidden?: boolean;
  submenu?: Template[];
  click?: (...args: never[]) => unknown;
}

// As in the types of Electron 45: https://www.electronjs.org/docs/latest/api/menu-item#roles
const everywhere =
  'undo redo cut copy paste pasteAndMatchStyle delete selectAll reload forceReload toggleDevTools resetZoom zoomIn zoomOut toggleSpellChecker togglefullscreen minimize close help about quit fileMenu editMenu viewMenu windowMenu';
const macOnly =
  'window services hide hideOthers unhide showSubstitutions toggleSmartQuotes toggleSmartDashes toggleTextReplacement startSpeaking stopSpeaking zoom front appMenu shareMenu recentDocuments toggleTabBar selectNextTab selectPreviousTab showAllTabs mergeAllWindows clearRecentDocuments moveTabToNewWindow';
const types = ['normal', 'separator', 'submenu', 'checkbox', 'radio', 'header', 'palette'];

// https://www.electronjs.org/docs/latest/tutorial/keyboard-shortcuts#accelerators
const modifiers =
  /^(command|cmd|control|ctrl|commandorcontrol|cmdorctrl|alt|option|altgr|shift|super|meta)$/i;
const keys =
  /^([0-9A-Z]|F([1-9]|1\d|2[0-4])|[)!@#$%^&*(:;+=<,_\->.?/~`{\][|\\}"]|plus|space|tab|capslock|numlock|scrolllock|backspace|delete|insert|return|enter|up|down|left|right|home|end|pageup|pagedown|escape|esc|volumeup|volumedown|volumemute|medianexttrack|mediaprevioustrack|mediastop|mediaplaypause|printscreen|num[0-9]|numdec|numadd|numsub|nummult|numdiv)$/i;

/** True for a key of Electron's own names, with modifiers of its own names. */
export function isAccelerator(text: string): boolean {
  const parts = text.split('+');
  const key = parts.pop() ?? '';
  return keys.test(key) && parts.every((part) => modifiers.test(part));
}

/**
 * Electron throws for an entry that is nothing, and passes over a role or a key that it does not know, or that this
 * system does not have: the entry is there and does nothing. Here that is an error as well.
 * @throws TypeError
 */
export function checkTemplate(template: readonly Template[], platform: NodeJS.Platform): void {
  const used = new Set<string>();
  const check = (items: readonly Template[]): void => {
    if (!Array.isArray(items)) throw new TypeError('Menu template must be an array');
    for (const item of items) {
      const { label, role, type, accelerator, submenu } = item;
      if (label === undefined && role === undefined && type !== 'separator')
        throw new TypeError('Invalid template for MenuItem: must have at least one of label, role or type');
      if (type !== undefined && !types.includes(type)) throw new TypeError(`Unknown menu item type: ${type}`);
      if (type === 'submenu' && !submenu) throw new TypeError('Invalid submenu');
      if (role !== undefined) checkRole(role, platform);
      if (accelerator !== undefined) {
        if (!isAccelerator(accelerator)) throw new TypeError(`Unknown accelerator: ${accelerator}`);
        if (used.has(accelerator.toLowerCase())) throw new TypeError(`${accelerator} has two meanings`);
        used.add(accelerator.toLowerCase());
      }
      if (submenu) check(submenu);
    }
  };
  check(template);
}

function checkRole(role: string, platform: NodeJS.Platform): void {
  const known = (list: string): boolean => list.split(' ').includes(role);
  if (known(everywhere)) return;
  if (!known(macOnly)) throw new TypeError(`Unknown role: ${role}`);
  if (platform !== 'darwin') throw new TypeError(`The role ${role} does nothing on ${platform}`);
}

let shown: Menu | null = null;

/** https://www.electronjs.org/docs/latest/api/menu */
export class Menu {
  readonly items: readonly Template[];

  private constructor(items: readonly Template[]) {
    this.items = items;
  }

  static buildFromTemplate(template: Template[]): Menu {
    checkTemplate(template, process.platform);
    return new Menu(template);
  }

  static setApplicationMenu(menu: Menu | null): void {
    afterReady('Menu.setApplicationMenu()');
    if (menu !== null && !(menu instanceof Menu)) throw new TypeError('Invalid menu');
    shown = menu;
  }

  static getApplicationMenu(): Menu | null {
    return shown;
  }
}
