import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import { type Language, translator } from '../../../shared/messages/index.ts';
import type { Audit, Certificate, Plan } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { countObjects } from '../diff/parity.ts';
import { buildCertificate } from '../report/certificate.ts';
import { renderCertificate } from '../report/html.ts';
import { savedBenchmark } from '../run/benchmark-file.ts';
import type { RunSession } from '../run/session.ts';
import { openWorkspace } from '../run/workspace.ts';
import { writeAtomic } from '../system/atomic.ts';
import { summarise } from './exceptions.ts';

/** Writes the certificate of a run into its folder, as JSON and as HTML in the language of the run. */
export async function writeCertificates(session: RunSession, client: pg.Client, plan: Plan): Promise<void> {
  const { state, folder, language } = session;
  const audit = JSON.parse(await readFile(folder.audit, 'utf8')) as Audit;
  const built = buildCertificate({
    state,
    plan,
    audit,
    exceptionSummary: await summarise(client, state.id),
    objectsCompared: countObjects(plan),
    language,
  });
  const benchmark = await savedBenchmark(folder);
  const certificate: Certificate = benchmark === null ? built : { ...built, benchmark };
  await writeAtomic(folder.certificateJson, `${JSON.stringify(certificate, null, 2)}\n`);
  await writeAtomic(folder.certificateHtml, renderCertificate(certificate, translator(language)));
}

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
