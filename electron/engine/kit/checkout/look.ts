import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Plan } from '../../../../shared/model/index.ts';
import { type AlembicPlace, usualPlace } from '../env.ts';
import { type Attachment, attach, historiesOf, historyOf } from './history.ts';
import { type Found, searchCheckout } from './search.ts';
import type { SourceFile } from './types.ts';
import { readCheckout } from './walk.ts';

/** The application that the kit is for: what was found in a checkout, or where things usually are. */
export interface Application {
  /** Path of the checkout. */
  folder: string;
  /** Folder for database_config.py, relative to `folder`. */
  config: string;
  /** Folder of env.py and `versions`, relative to `folder`. */
  alembic: string;
  place: AlembicPlace;
  join: Attachment;
  /** `.env` files, relative to `folder`. */
  envs: string[];
  /** Null without a checkout. */
  found: Found | null;
}

const usualEnvs = ['.env', 'gateway/.env', 'config-app/backend/.env'];
const usualConfig = 'database/shared';
const usualAlembic = 'database/alembic';

/**
 * @param versions what `alembic_version` of the source holds.
 */
export function usualApplication(versions: readonly string[]): Application {
  return {
    ...{ folder: '/opt/autocore', config: usualConfig, alembic: usualAlembic, place: usualPlace },
    ...{ join: attach(null, versions), envs: usualEnvs, found: null },
  };
}

/** Looks into a checkout. @throws AppError application.missing, application.unreadable, application.noPython */
export async function lookAtApplication(
  folder: string,
  but: string,
  plan: Plan,
  versions: readonly string[],
): Promise<Application> {
  const files = await readCheckout(folder, but);
  const history = historyOf(historiesOf(files), versions);
  const alembic = history?.folder ?? usualAlembic;
  const config = configFolder(files);
  const envs = usualEnvs.filter((name) => existsSync(join(folder, name)));
  return {
    folder,
    config,
    alembic,
    place: {
      models: modelsOf(files, posix.dirname(alembic)) ?? usualPlace.models,
      config: posix.relative(alembic, config) || '.',
    },
    join: attach(history, versions),
    envs: envs.length > 0 ? envs : usualEnvs,
    found: searchCheckout(files, plan, config),
  };
}

/** Beside the repositories, or beside the first file that makes an engine. */
function configFolder(files: readonly SourceFile[]): string {
  if (files.some(({ path }) => path.startsWith(`${usualConfig}/`))) return usualConfig;
  const first = files.find(({ path, text }) => path.endsWith('.py') && text.includes('create_engine('));
  return first ? posix.dirname(first.path) : usualConfig;
}

/** The module with the declarative base, as it is imported from the folder above `alembic`; of copies the shortest name. */
function modelsOf(files: readonly SourceFile[], above: string): string | null {
  const prefix = above === '.' ? '' : `${above}/`;
  const [first] = files
    .filter(
      ({ path, text }) =>
        path.startsWith(prefix) && /^\w+\s*=\s*declarative_base\(|\(DeclarativeBase\)/m.test(text),
    )
    .map(({ path }) => path)
    .filter((path) => path.endsWith('.py'))
    .sort((a, b) => a.length - b.length);
  return first?.slice(prefix.length, -'.py'.length).replaceAll('/', '.') ?? null;
}
