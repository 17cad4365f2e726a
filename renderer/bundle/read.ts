import { strFromU8, unzipSync } from 'fflate';
import { z } from 'zod';
import { aboutSchema } from '../../shared/bundle/about-schema.ts';
import { auditSchema, exceptionSchema } from '../../shared/bundle/audit-schema.ts';
import { type Bundle, bundleFiles, bundleFormat } from '../../shared/bundle/bundle.ts';
import { certificateSchema } from '../../shared/bundle/certificate-schema.ts';
import { AppError } from '../../shared/errors.ts';
import { planSchema } from '../../shared/model/plan-schema.ts';
import { runStateSchema } from '../../shared/model/state-schema.ts';

// The page's content security policy lets nobody make code out of text, which zod would try for speed.
z.config({ jitless: true });

/** In MiB, of the file and of what is in it: a page that reads more stands still, and in the end has no memory. */
const most = 256;
const mebibyte = 1024 * 1024;

const wanted = new Set<string>(Object.values(bundleFiles));

/** Only the format, so that another one is told from damage. */
const versionSchema = z.object({ format: z.number(), tool: z.string() });

/**
 * Reads a support bundle that somebody sent. It is a stranger's file: whatever is not of the shape that the screens
 * expect is refused, and nothing in it is run.
 * @throws AppError bundle.notOne {name}, bundle.older {name}, bundle.newer {name, tool}, bundle.tooLarge {name, most},
 * bundle.damaged {name, file}
 */
export async function readBundle(file: File): Promise<Bundle> {
  const { name } = file;
  if (file.size > most * mebibyte) throw new AppError('bundle.tooLarge', { name, most });
  const files = unpacked(new Uint8Array(await file.arrayBuffer()), name);
  const text = (which: keyof typeof bundleFiles): string | null => {
    const bytes = files.get(bundleFiles[which]);
    return bytes === undefined ? null : strFromU8(bytes);
  };
  const parsed = <T>(
    which: keyof typeof bundleFiles,
    schema: z.ZodType<T>,
    given: string | null,
  ): T | null => {
    if (given === null) return null;
    try {
      return schema.parse(JSON.parse(given));
    } catch {
      throw new AppError('bundle.damaged', { name, file: bundleFiles[which] });
    }
  };
  const lines = <T>(which: 'exceptions' | 'log', schema: z.ZodType<T>): T[] =>
    (text(which) ?? '').split('\n').flatMap((line) => {
      const one = line === '' ? null : parsed(which, schema, line);
      return one === null ? [] : [one];
    });
  const version = parsed('about', versionSchema, text('about'));
  if (version !== null && version.format > bundleFormat)
    throw new AppError('bundle.newer', { name, tool: version.tool });
  const state = parsed('state', runStateSchema, text('state'));
  // Any archive may be dropped here; one of ours has always had this file.
  if (state === null) throw new AppError('bundle.notOne', { name });
  const about = parsed('about', aboutSchema, text('about'));
  if (about === null) throw new AppError('bundle.older', { name });
  return {
    ...{ name, about, state },
    audit: parsed('audit', auditSchema, text('audit')),
    plan: parsed('plan', planSchema, text('plan')),
    sql: text('sql'),
    certificate: parsed('certificate', certificateSchema, text('certificate')),
    exceptions: lines('exceptions', exceptionSchema),
    log: lines('log', z.record(z.string(), z.unknown())),
  };
}

/** Files of the archive by their names, in whatever folder somebody packed them again. */
function unpacked(bytes: Uint8Array, name: string): Map<string, Uint8Array> {
  if (strFromU8(bytes.subarray(0, 4), true) !== 'PK\x03\x04') throw new AppError('bundle.notOne', { name });
  let size = 0;
  try {
    const all = unzipSync(bytes, {
      filter: (entry) => {
        if (!wanted.has(baseName(entry.name))) return false;
        size += entry.originalSize;
        if (size > most * mebibyte) throw new AppError('bundle.tooLarge', { name, most });
        return true;
      },
    });
    return new Map(Object.entries(all).map(([path, content]) => [baseName(path), content]));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('bundle.damaged', { name, file: '.zip' }, { cause });
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
