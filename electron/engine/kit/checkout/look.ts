import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Plan } from '../../../../shared/model/index.ts';
import { revisionOf } from '../alembic.ts';
import { type AlembicPlace, usualPlace } from '../env.ts';
import { type Attachment, attach, type History, historiesOf, historyOf } from './history.ts';
import { metadataOf } from './metadata.ts';
import { type Found, searchCheckout } from './search.ts';
import { isTest, type SourceFile } from './types.ts';
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
  /** What `alembic_version` of the source holds; null where the plan does not say. */
  versions: readonly string[] | null;
  /** Null without a checkout, or where it has none. */
  history: History | null;
  join: Attachment;
  /** `.env` files, relative to `folder`. */
  envs: string[];
  /** Null without a checkout. */
  found: Found | null;
}

const usualEnvs = ['.env', 'gateway/.env', 'config-app/backend/.env'];
const usualConfig = 'database/shared';
const usualAlembic = 'database/alembic';

export function usualApplication(plan: Plan, versions: Application['versions']): Application {
  return {
    ...{ folder: '/opt/autocore', config: usualConfig, alembic: usualAlembic, place: usualPlace },
    ...{ versions, history: null, join: attach(null, versions ?? [], revisionOf(plan)) },
    ...{ envs: usualEnvs, found: null },
  };
}

/** Looks into a checkout. @throws AppError application.missing, application.unreadable, application.noPython */
export async function lookAtApplication(
  folder: string,
  but: string,
  plan: Plan,
  versions: Application['versions'],
): Promise<Application> {
  const files = await readCheckout(folder, but);
  const history = historyOf(historiesOf(files), versions ?? []);
  const alembic = history?.folder ?? usualAlembic;
  const config = configFolder(files);
  const envs = usualEnvs.filter((name) => existsSync(join(folder, name)));
  return {
    ...{ folder, config, alembic, versions, history },
    place: { ...metadataOf(files, alembic), config: posix.relative(alembic, config) || '.' },
    join: attach(history, versions ?? [], revisionOf(plan)),
    envs: envs.length > 0 ? envs : usualEnvs,
    found: searchCheckout(files, plan, config),
  };
}

/** Beside the repositories, or beside the first file that makes an engine. */
function configFolder(files: readonly SourceFile[]): string {
  if (files.some(({ path }) => path.startsWith(`${usualConfig}/`))) return usualConfig;
  const first = files.find(
    ({ path, text }) => path.endsWith('.py') && !isTest(path) && text.includes('create_engine('),
  );
  return first ? posix.dirname(first.path) : usualConfig;
}
