import { strFromU8, unzipSync } from 'fflate';
import { z } from 'zod';
import { aboutSchema } from '../../shared/bundle/about-schema.ts';
import { auditSchema, exceptionSchema } from '../../shared/bundle/audit-schema.ts';
import {
  type Bundle,
  type BundleLine,
  bundleFiles,
  bundleFormat,
  bundleMost,
} from '../../shared/bundle/bundle.ts';
import { certificateSchema } from '../../shared/bundle/certificate-schema.ts';
import { AppError } from '../../shared/errors.ts';
import { planSchema } from '../../shared/model/plan-schema.ts';
import { runStateSchema } from '../../shared/model/state-schema.ts';

// The page's content security policy lets nobody make code out of text, which zod would try for speed.
z.config({ jitless: true });

/** In MiB, of the file and of what is in it: a page that reads more stands still, and in the end has no memory. */
const most = 32;
const mebibyte = 1024 * 1024;

const wanted = new Set<string>(Object.values(bundleFiles));

const fewTables = ({ tables }: { tables: unknown[] }): boolean => tables.length <= bundleMost.tables;
const stateSchema = runStateSchema.refine(fewTables);
const tablesSchema = planSchema.refine(fewTables);

/** What a screen shows of a line is text; the rest is written out as it is. */
const lineSchema: z.ZodType<BundleLine> = z.looseObject({
  time: z.string().exactOptional(),
  level: z.string().exactOptional(),
  msg: z.string().exactOptional(),
});

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
  const lines = <T>(which: 'exceptions' | 'log', schema: z.ZodType<T>): T[] => {
    const all = (text(which) ?? '').split('\n', bundleMost.lines + 1);
    if (all.length > bundleMost.lines)
      throw new AppError('bundle.damaged', { name, file: bundleFiles[which] });
    return all.flatMap((line) => {
      const one = line === '' ? null : parsed(which, schema, line);
      return one === null ? [] : [one];
    });
  };
  const version = parsed('about', versionSchema, text('about'));
  if (version !== null && version.format > bundleFormat)
    throw new AppError('bundle.newer', { name, tool: version.tool });
  const state = parsed('state', stateSchema, text('state'));
  // Any archive may be dropped here; one of ours has always had this file.
  if (state === null) throw new AppError('bundle.notOne', { name });
  const about = parsed('about', aboutSchema, text('about'));
  if (about === null) throw new AppError('bundle.older', { name });
  return {
    ...{ name, about, state },
    audit: parsed('audit', auditSchema, text('audit')),
    plan: parsed('plan', tablesSchema, text('plan')),
    sql: text('sql'),
    certificate: parsed('certificate', certificateSchema, text('certificate')),
    exceptions: lines('exceptions', exceptionSchema),
    log: lines('log', lineSchema),
  };
}

/** Files of the bundle by their names, in whatever folder somebody packed them again. */
function unpacked(bytes: Uint8Array, name: string): Map<string, Uint8Array> {
  if (strFromU8(bytes.subarray(0, 4), true) !== 'PK\x03\x04') throw new AppError('bundle.notOne', { name });
  const seen = new Set<string>();
  let size = 0;
  try {
    const [folder = '', ...others] = foldersIn(bytes);
    // Parts of two runs would be shown as one.
    if (others.length > 0) throw new AppError('bundle.notOne', { name });
    const all = unzipSync(bytes, {
      filter: (entry) => {
        const file = entry.name.slice(folder.length);
        if (!entry.name.startsWith(folder) || !wanted.has(file)) return false;
        // Nobody could tell which of two with one name is shown.
        if (seen.has(file)) throw new AppError('bundle.notOne', { name });
        seen.add(file);
        // One that is not compressed has the bytes that it takes in the archive, whatever it says of itself.
        size += Math.max(entry.size, entry.originalSize);
        if (size > most * mebibyte) throw new AppError('bundle.tooLarge', { name, most });
        return true;
      },
    });
    return new Map(Object.entries(all).map(([path, content]) => [path.slice(folder.length), content]));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('bundle.damaged', { name, file: '.zip' }, { cause });
  }
}

/** Folders of the archive with the state of a run, `''` or with a slash at their end. */
function foldersIn(bytes: Uint8Array): string[] {
  const folders: string[] = [];
  unzipSync(bytes, {
    filter: ({ name: path }) => {
      const start = path.lastIndexOf('/') + 1;
      if (path.slice(start) === bundleFiles.state) folders.push(path.slice(0, start));
      return false;
    },
  });
  return folders;
}
