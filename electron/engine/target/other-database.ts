import { parseConnectionString } from './conninfo.ts';

/**
 * The way to another database of the same server, as key=value text, with everything else that was said.
 * @param url a URL or key=value text. @throws AppError target.badUrl
 */
export function toDatabase(url: string, database: string): string {
  const parameters = { ...parseConnectionString(url), dbname: database };
  return Object.entries(parameters)
    .map(([name, value]) => `${name}='${value.replaceAll(/[\\']/g, '\\$&')}'`)
    .join(' ');
}
