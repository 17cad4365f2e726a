import { AppError } from '../../../shared/errors.ts';
import { noParameters, type Parameters, parseConnectionString } from './conninfo.ts';
import { type Decision, isParameter, type ParameterName, parameters } from './libpq.ts';
import { readService } from './service.ts';

/** A setting that was made, and where: `URL`, the environment variable, or the service file. */
export interface Setting {
  name: ParameterName;
  value: string;
  origin: string;
}

/** What was set for a parameter; null where its default counts. */
export type Settings = (name: ParameterName) => Setting | null;

interface Source {
  parameters: Parameters;
  /** Where a parameter of it was set. */
  origin(name: string): string;
}

/**
 * libpq's settings: of the URL first, then of the service that it names, then of the environment. Every one of them is
 * held against the table (libpq.ts).
 * @throws AppError `target.badUrl` {reason} for text that cannot be read, unknown names and values that do not exist;
 *   `target.unsupported` {setting, name, origin} for what cannot be held.
 */
export function readSettings(url: string | undefined, env: NodeJS.ProcessEnv): Settings {
  const given = url === undefined ? noParameters() : parseConnectionString(url);
  const sources: Source[] = [{ parameters: given, origin: () => 'URL' }];
  const service = given.service ?? env.PGSERVICE;
  if (service) {
    const { file, found } = readService(service, (given.servicefile ?? env.PGSERVICEFILE) || null, env);
    sources.push({ parameters: found, origin: () => `${file} [${service}]` });
  }
  sources.push({ parameters: fromEnvironment(env), origin: variableOf });

  const settings = new Map<ParameterName, Setting>();
  for (const { parameters: those, origin } of sources) {
    for (const [name, value] of Object.entries(those)) {
      if (!isParameter(name)) throw badUrl(`unknown parameter ${printable(name)}`, origin(name));
      if (!settings.has(name)) settings.set(name, { name, value, origin: origin(name) });
    }
  }
  for (const setting of settings.values()) judge(setting);
  return (name) => {
    const setting = settings.get(name);
    // An empty one asks for the default, whatever else stands behind it.
    return setting && setting.value !== '' ? setting : null;
  };
}

/** An empty variable is as good as none. */
function fromEnvironment(env: NodeJS.ProcessEnv): Parameters {
  const found = noParameters();
  for (const [name, { variable }] of Object.entries<Decision>(parameters)) {
    const value = variable === null ? undefined : env[variable];
    if (value && name !== 'requiressl') found[name] = value;
  }
  if (found.sslmode === undefined && env.PGREQUIRESSL?.startsWith('1')) found.sslmode = 'require';
  return found;
}

function variableOf(name: string): string {
  return (isParameter(name) ? parameters[name].variable : null) ?? name;
}

function judge(setting: Setting): void {
  const { name, value, origin } = setting;
  const { how, values, asksNothing = [] }: Decision = parameters[name];
  if (values && !values.includes(value)) throw badSetting(setting, `is none of ${values.join(', ')}`);
  // Over TCP it asks for nothing: whether it does is known when the host is.
  if (how !== 'refused' || value === '' || name === 'requirepeer') return;
  if (!asksNothing.includes(value)) throw unsupported(name, origin, values ? value : null);
}

/** A setting that cannot be held. `value`: null where it may be a secret or says nothing. */
export function unsupported(name: ParameterName, origin: string, value: string | null): AppError {
  const setting = value === null ? name : `${name}=${value}`;
  return new AppError('target.unsupported', { setting, name, origin });
}

/** `problem` never quotes the value, which may be a misplaced password. */
export function badSetting({ name, origin }: Setting, problem: string): AppError {
  return badUrl(`${name} ${problem}`, origin);
}

function badUrl(reason: string, origin: string): AppError {
  return new AppError('target.badUrl', { reason: `${reason} (${origin})` });
}

function printable(name: string): string {
  return /^[\w-]{1,40}$/.test(name) ? name : '(unreadable)';
}
