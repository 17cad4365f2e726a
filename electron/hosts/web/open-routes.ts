import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { isWithin } from '../shared/browse.ts';

/**
 * Marks the routes of this scope as open: they answer without a session, and so must give away nothing and do nothing.
 * Whatever is registered elsewhere stays closed.
 */
export function markOpen(scope: FastifyInstance): void {
  scope.addHook('onRoute', (route) => {
    route.config = { ...route.config, open: true };
  });
}

/** Serves the files of a folder and nothing outside of it, also not through links. */
export async function servePages(scope: FastifyInstance, folder: string): Promise<void> {
  const root = realpathSync(folder);
  const isInside = (path: string): boolean => {
    try {
      return isWithin(realpathSync(join(root, path)), [root]);
    } catch {
      // Not there, or no path at all: it is answered as not found.
      return false;
    }
  };
  await scope.register(fastifyStatic, { root, dotfiles: 'deny', cacheControl: false, allowedPath: isInside });
}
