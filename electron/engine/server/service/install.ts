import { AppError } from '../../../../shared/errors.ts';
import type { Installation } from '../installation.ts';
import { possibleServices } from './find.ts';
import type { Service } from './service.ts';

/**
 * Makes the server known to the system's manager, so that it starts with the system.
 * @throws AppError `server.noService` {} where there is no manager that we know, `server.service` {name, reason} where it
 * refused
 */
export async function makeKnown(installed: Installation): Promise<Service> {
  const refused: { name: string; reason: string }[] = [];
  for (const service of await possibleServices(installed.paths.data, installed.system)) {
    try {
      await service.install(installed);
      return service;
    } catch (error) {
      const { name } = service;
      const reasons = [(error as Error).message];
      // Half of it may be there.
      if (await service.isInstalled())
        await service.uninstall(installed).catch((again: Error) => reasons.push(again.message));
      refused.push({ name, reason: reasons.join('; ') });
    }
  }
  const last = refused.at(-1);
  throw last === undefined ? new AppError('server.noService', {}) : new AppError('server.service', last);
}
