import { z } from 'zod';

/** A run's id, such as `20261123-1842-k7pm`. */
export const runId = z.string().regex(/^\d{8}-\d{4}-[a-z0-9]{4}$/);

/** `password`: where the target wants one that is neither remembered nor saved; null otherwise. */
export const runInput = z.strictObject({ run: runId, password: z.string().max(1000).nullable() });
