import type { Plan } from '../../../shared/model/index.ts';

/** What Alembic's env.py has to know of a plan. */
export interface AlembicPlace {
  /** Module with the application's `Base`, from the folder above `alembic`. */
  models: string;
  /** Folder of database_config.py, from the folder of env.py. */
  config: string;
}

export const usualPlace: AlembicPlace = { models: 'src.models.models', config: '../shared' };

/** The template with the names of the indexes that only PostgreSQL has. */
export function renderEnv(template: string, plan: Plan, { models, config }: AlembicPlace): string {
  const indexes = [
    ...plan.tables.flatMap((table) => table.indexes.filter(({ fromSource }) => !fromSource)),
    ...plan.extraObjects.filter(({ kind }) => kind === 'index'),
  ];
  const names = indexes.map(({ name }) => `    ${JSON.stringify(name)},`).sort();
  return template
    .replace('@MODELS@', () => models)
    .replace('@CONFIG@', () => config)
    .replace('    "@INDEXES@",', () => names.join('\n'));
}
