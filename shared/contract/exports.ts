import { z } from 'zod';
import { fileToken } from './files.ts';
import { runId } from './run-input.ts';
import { exceptionFilter } from './runs.ts';

const language = z.enum(['pt-BR', 'en']);

/** A document to put where the user wants it. */
export const saveInput = z.discriminatedUnion('what', [
  z.strictObject({
    what: z.literal('certificate'),
    run: runId,
    format: z.enum(['html', 'json', 'pdf']),
    language,
    /** Who made the migration; remembered for the next time, also when it is empty. */
    installer: z.string().trim().max(120).optional(),
  }),
  z.strictObject({
    what: z.literal('exceptions'),
    run: runId,
    /** `csv`: for a spreadsheet, in this language. `ndjson`: every value exactly. */
    format: z.enum(['csv', 'ndjson']),
    language,
    /** Only those that fit it; all of them without. */
    filter: exceptionFilter.optional(),
  }),
  /** What became of all vehicles of a list. */
  z.strictObject({ what: z.literal('fleet'), manifest: fileToken }),
  /** The bundle for support, with its page in this language. */
  z.strictObject({ what: z.literal('support'), run: runId, language }),
  /** Plan and DDL of the audit that is on the table. */
  z.strictObject({ what: z.literal('plan') }),
  z.strictObject({ what: z.literal('sql') }),
]);
export type SaveInput = z.infer<typeof saveInput>;

/**
 * Desktop: the file that the user named in the system's dialog. Browser: a path to fetch once, with the session's
 * header, and hand over as a download.
 */
export type Saved = { kind: 'file'; path: string } | { kind: 'download'; url: string; name: string };
