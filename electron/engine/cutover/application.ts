import { readFile } from 'node:fs/promises';
import type { TargetConfig } from '../target/config.ts';
import { passwordFor } from '../target/passfile.ts';
import { type EnvValues, envValue } from './env.ts';

/** The user that the application logs in as. */
export interface ApplicationLogin {
  user: string;
  password: string;
}

/** The login given, else the application's own where its file names one, else the one of the run. */
export async function applicationConfig(
  config: TargetConfig,
  envFiles: readonly string[],
  given: ApplicationLogin | null,
): Promise<TargetConfig> {
  if (given !== null) return { ...config, ...given };
  for (const file of envFiles) {
    // A file that cannot be read is told of when it is planned.
    const text = await readFile(file, 'latin1').catch(() => '');
    const [user, password] = [envValue(text, 'DB_USER'), envValue(text, 'DB_PASSWORD')];
    if (user && password && user !== config.user) return { ...config, user, password };
  }
  return config;
}

/** What the application has to be told. Holds the password. */
export async function envValues(app: TargetConfig): Promise<EnvValues> {
  return {
    DATABASE_TYPE: 'postgresql',
    DB_HOST: app.host,
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
