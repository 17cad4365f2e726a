import { safeUrl, type TargetConfig } from './config.ts';
import { otherVariables, parameters } from './libpq.ts';

type Env = Record<string, string | undefined>;

/**
 * The way to a server of our own, as commands take it. Of libpq's variables only its password is there: those of the
 * person lead to another server, and say how that one is reached.
 */
export function ownWay(config: TargetConfig, env: Env): { target: string; env: Env } {
  const own = { ...env };
  for (const { variable } of Object.values(parameters)) if (variable !== null) delete own[variable];
  for (const variable of Object.keys(otherVariables)) delete own[variable];
  return { target: safeUrl(config), env: { ...own, PGPASSWORD: config.password ?? undefined } };
}
