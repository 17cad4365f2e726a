import { readFile } from 'node:fs/promises';
import type { TargetConfig } from '../target/config.ts';
import { passwordFor } from '../target/passfile.ts';
import { dotenvValues } from './env-dotenv.ts';
import type { EnvValues } from './env-readers.ts';

/** The user that the application logs in as. */
export interface ApplicationLogin {
  user: string;
  password: string;
}

/**
 * The login given, else the application's own where its file names one, else the one of the run. Files are read as
 * python-dotenv reads them with this environment.
 */
export async function applicationConfig(
  config: TargetConfig,
  envFiles: readonly string[],
  given: ApplicationLogin | null,
  env: Record<string, string | undefined>,
): Promise<TargetConfig> {
  if (given !== null) return { ...config, ...given };
  for (const file of envFiles) {
    // A file that cannot be read is told of when it is planned.
    const text = await readFile(file, 'utf8').catch(() => '');
    const values = dotenvValues(text, env);
    const [user, password] = [values.get('DB_USER'), values.get('DB_PASSWORD')];
    if (user && password && user !== config.user) return { ...config, user, password };
  }
  return config;
}

/** What the application has to be told. Holds the password. */
export async function envValues(app: TargetConfig): Promise<EnvValues> {
  return {
    DATABASE_TYPE: 'postgresql',
    // The place that was tried.
    DB_HOST: app.hostAddress ?? app.host,
    DB_PORT: String(app.port),
    DB_NAME: app.database,
    DB_USER: app.user,
    DB_PASSWORD: (await passwordFor(app)) ?? '',
  };
}

/** The settings for somebody who writes them by hand, without the password. */
export function settingsOf(values: EnvValues): { name: string; value: string }[] {
  return Object.entries(values).map(([name, value]) => ({
    name,
    value: name === 'DB_PASSWORD' ? '***' : value,
  }));
}
