import { z } from 'zod';
import type { Certificate } from '../model/index.ts';

/** What the wizard's screens show of a certificate. */
export type ShownCertificate = Pick<Certificate, 'totals' | 'objects' | 'exceptions' | 'digest'>;

const text = z.string();
const count = z.int().nonnegative();

/** `certificate.json` of a bundle, as far as a screen shows it. */
export const certificateSchema: z.ZodType<ShownCertificate> = z.object({
  totals: z.object({
    source: count,
    migrated: count,
    repaired: count,
    nulled: count,
    quarantined: count,
  }),
  objects: z.object({
    compared: z.object({
      tables: count,
      columns: count,
      primaryKeys: count,
      uniques: count,
      checks: count,
      foreignKeys: count,
      indexes: count,
      partitions: count,
      views: count,
      functions: count,
      statistics: count,
    }),
    missing: z.array(text),
    notValid: z.array(text),
  }),
  exceptions: z.array(
    z.object({
      table: text,
      column: text.nullable(),
      action: z.enum(['quarantined', 'nulled', 'repaired']),
      code: text,
      reason: text,
      count,
    }),
  ),
  digest: z.object({ sha256: text, code: text }).exactOptional(),
});
