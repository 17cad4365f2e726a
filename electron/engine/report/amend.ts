import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { translator } from '../../../shared/messages/index.ts';
import type { Certificate } from '../../../shared/model/index.ts';
import { writeAtomic } from '../system/atomic.ts';
import { sealed } from './digest.ts';
import { renderCertificate } from './html.ts';

/** Adds to the certificate that a run has already; nothing happens where there is none. */
export async function amendCertificate(
  folder: { certificateJson: string; certificateHtml: string },
  more: Pick<Certificate, 'benchmark' | 'prediction'>,
): Promise<void> {
  if (!existsSync(folder.certificateJson)) return;
  const before = JSON.parse(await readFile(folder.certificateJson, 'utf8')) as Certificate;
  const certificate = sealed({ ...before, ...more });
  await writeAtomic(folder.certificateJson, `${JSON.stringify(certificate, null, 2)}\n`);
  const html = renderCertificate(certificate, translator(certificate.language));
  await writeAtomic(folder.certificateHtml, html);
}
