import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { translator } from '../../../shared/messages/index.ts';
import type { BenchmarkResult, Certificate } from '../../../shared/model/index.ts';
import { renderCertificate } from '../report/html.ts';
import { writeAtomic } from '../system/atomic.ts';

interface Folder {
  dir: string;
  certificateJson: string;
  certificateHtml: string;
}

/** The last benchmark of a run, null where there is none. */
export async function savedBenchmark({ dir }: Pick<Folder, 'dir'>): Promise<BenchmarkResult | null> {
  const file = join(dir, 'benchmark.json');
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as BenchmarkResult) : null;
}

/** Adds a benchmark to the certificate that a run has already. */
export async function addToCertificate(folder: Folder, benchmark: BenchmarkResult): Promise<void> {
  if (!existsSync(folder.certificateJson)) return;
  const before = JSON.parse(await readFile(folder.certificateJson, 'utf8')) as Certificate;
  const certificate = { ...before, benchmark };
  await writeAtomic(folder.certificateJson, `${JSON.stringify(certificate, null, 2)}\n`);
  const html = renderCertificate(certificate, translator(certificate.language));
  await writeAtomic(folder.certificateHtml, html);
}
