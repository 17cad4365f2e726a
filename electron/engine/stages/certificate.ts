import { readFile } from 'node:fs/promises';
import type pg from 'pg';
import { translator } from '../../../shared/messages/index.ts';
import type {
  Audit,
  Certificate,
  CertificateVehicles,
  ExceptionSummary,
  Plan,
} from '../../../shared/model/index.ts';
import { countObjects } from '../diff/parity.ts';
import { buildCertificate } from '../report/certificate.ts';
import { renderCertificate } from '../report/html.ts';
import { savedBenchmark } from '../run/benchmark-file.ts';
import { exists } from '../run/folder.ts';
import { withPrograms } from '../run/programs.ts';
import type { RunSession } from '../run/session.ts';
import { openSnapshot } from '../source/snapshot.ts';
import { readVehicles } from '../source/vehicles.ts';
import { writeAtomic } from '../system/atomic.ts';
import { summarise } from './exceptions.ts';
import { writeDrafts } from './programs/drafts.ts';

/** Writes the certificate of a run into its folder, as JSON and as HTML in the language of the run. */
export async function writeCertificates(session: RunSession, client: pg.Client, plan: Plan): Promise<void> {
  await certify(session, plan, await summarise(client, session.state.id));
}

/** The same where it is known without the target what the ledger holds. */
export async function certify(
  { state, folder, language }: RunSession,
  plan: Plan,
  exceptionSummary: ExceptionSummary[],
): Promise<void> {
  const audit = JSON.parse(await readFile(folder.audit, 'utf8')) as Audit;
  const objectsCompared = countObjects(withPrograms(plan, state));
  const vehicles = state.source.autocore === null ? null : await vehiclesOf(folder.snapshot);
  const given = { state, plan, audit, exceptionSummary, objectsCompared, vehicles, language };
  const built = buildCertificate(given);
  const benchmark = await savedBenchmark(folder);
  const certificate: Certificate = benchmark === null ? built : { ...built, benchmark };
  await writeAtomic(folder.certificateJson, `${JSON.stringify(certificate, null, 2)}\n`);
  await writeAtomic(folder.certificateHtml, renderCertificate(certificate, translator(language)));
  await writeDrafts(folder.drafts, plan, certificate.leftOut, state.target.schema, translator(language));
}

/** Null where the snapshot is gone: then the vehicle is written by hand. */
async function vehiclesOf(snapshot: string): Promise<CertificateVehicles | null> {
  if (!(await exists(snapshot))) return null;
  const db = openSnapshot(snapshot);
  try {
    return readVehicles(db);
  } finally {
    db.close();
  }
}
