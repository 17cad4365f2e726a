import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { type Language, translator } from '../../../shared/messages/index.ts';
import type { Certificate } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { renderCertificate } from '../report/html.ts';
import { openWorkspace } from '../run/workspace.ts';
import { writeAtomic } from '../system/atomic.ts';

export interface CertificateInput {
  workspace: string;
  run: string;
  /** `.html` or `.json`. */
  out: string;
  language: Language;
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
  const certificate = { ...(JSON.parse(text) as Certificate), language: input.language };
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
