import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { type Language, translator } from '../../../shared/messages/index.ts';
import type { Certificate, CertificateDigest } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { digestOf, sealed } from '../report/digest.ts';
import { renderCertificate } from '../report/html.ts';
import { unreadableReason } from '../run/unreadable.ts';
import { openWorkspace } from '../run/workspace.ts';
import { writeAtomic } from '../system/atomic.ts';

export interface CertificateInput {
  workspace: string;
  run: string;
  /** `.html` or `.json`. */
  out: string;
  language: Language;
  /** Who made the migration; left out, it is a line to sign. */
  installer?: string | undefined;
}

/** Writes a run's certificate to a file, in any language, without the target. @throws AppError run.noCertificate {run} */
export async function writeCertificate(
  input: CertificateInput,
  _ctx: EngineContext,
): Promise<{ path: string }> {
  const workspace = openWorkspace(input.workspace, {});
  const state = await workspace.readState(input.run);
  const text = await readFile(workspace.runFolder(input.run).certificateJson, 'utf8').catch(
    (cause: unknown) => {
      throw new AppError('run.noCertificate', { run: input.run, status: state.status }, { cause });
    },
  );
  const installer = input.installer?.trim();
  const certificate = sealed({
    ...(JSON.parse(text) as Certificate),
    language: input.language,
    ...(installer ? { installer } : {}),
  });
  const path = resolve(input.out);
  const isJson = extname(path).toLowerCase() === '.json';
  const content = isJson
    ? `${JSON.stringify(certificate, null, 2)}\n`
    : renderCertificate(certificate, translator(input.language));
  await writeAtomic(path, content, 0o644).catch((cause: unknown) => {
    throw new AppError('output.unwritable', { path, reason: (cause as Error).message }, { cause });
  });
  return { path };
}

export interface CertificateCheck {
  path: string;
  run: string;
  /** Of what the file says. */
  digest: CertificateDigest;
  /** The digest that the file carries is another one: something was changed in it. */
  changed: boolean;
}

/** Looks whether a certificate in JSON is as it was written. @throws AppError certificate.unreadable {path, reason} */
export async function checkCertificate(input: { path: string }): Promise<CertificateCheck> {
  const path = resolve(input.path);
  try {
    const document: unknown = JSON.parse(await readFile(path, 'utf8'));
    const { run, digest: said } = carried.parse(document);
    // Of the document as it is: a parser may put its fields in another order.
    const digest = digestOf(document as Certificate);
    return { path, run, digest, changed: said.sha256 !== digest.sha256 || said.code !== digest.code };
  } catch (cause) {
    throw new AppError('certificate.unreadable', { path, reason: unreadableReason(cause) }, { cause });
  }
}

/** Enough of a certificate to know that it is one. */
const carried = z.looseObject({
  format: z.literal(1),
  run: z.string(),
  digest: z.object({ sha256: z.string(), code: z.string() }),
});
