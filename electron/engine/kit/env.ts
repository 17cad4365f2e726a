import { posix } from 'node:path';
import type { Plan } from '../../../shared/model/index.ts';

/** What Alembic's env.py has to know of the application. Folders are as they lie from its own. */
export interface AlembicPlace {
  /** Folders that the application's modules are imported from. */
  paths: string[];
  /** Statements that import what `metadata` is made of. */
  imports: string[];
  /** The tables of the models, as an expression of Python. */
  metadata: string;
  /** Folder of database_config.py. */
  config: string;
}

export const usualPlace: AlembicPlace = {
  paths: ['..'],
  imports: ['from src.models.models import Base'],
  metadata: 'Base.metadata',
  config: '../shared',
};

/** The template of database_config.py, with the way from its folder to the project's own. */
export function renderSettings(template: string, config: string): string {
  return template.replace('@ROOT@', () => posix.relative(config, '.') || '.');
}

/** The template with the application's models and the names of the indexes that only PostgreSQL has. */
export function renderEnv(template: string, plan: Plan, place: AlembicPlace): string {
  const indexes = [
    ...plan.tables.flatMap((table) => table.indexes.filter(({ fromSource }) => !fromSource)),
    ...plan.extraObjects.filter(({ kind }) => kind === 'index'),
  ];
  const names = indexes.map(({ name }) => `    ${JSON.stringify(name)},`).sort();
  // The folder above comes first, as where the application's own env.py looked.
  const folders = [...new Set(['..', ...place.paths, place.config])];
  return template
    .replace('@FOLDERS@', () => folders.map((folder) => JSON.stringify(folder)).join(', '))
    .replace('@IMPORTS@', () => place.imports.map((line) => `${line}  # noqa: E402, F401`).join('\n'))
    .replace('@METADATA@', () => place.metadata)
    .replace('    "@INDEXES@",', () => names.join('\n'));
}
