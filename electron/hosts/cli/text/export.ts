import type { Language, Translate } from '../../../../shared/messages/index.ts';
import type { ExportResult } from '../../../engine/commands/export.ts';
import { accountTable, exceptionsOf } from './run.ts';

/** The document of export. Its names are fixed: other tools read it. */
export function exportDocument({ state, files, out, exported }: ExportResult): object {
  return {
    run: state.id,
    out,
    files: exported,
    tables: state.tables.map(({ digest: _, ...account }) => account),
    exceptions: files.exceptions,
    seconds: { snapshot: 0, audit: 0, export: 0, total: 0, ...state.seconds },
    peakRssMiB: state.peakRssMiB,
  };
}

/** The same for a person: what was written, where it is, and what is to be done with it. */
export function exportText(
  { state, files, out, exported }: ExportResult,
  t: Translate,
  language: Language,
): string {
  const { id, source, seconds, peakRssMiB } = state;
  const bytes = exported.reduce((sum, file) => sum + file.bytes, 0);
  const lines = [
    t('export.done', { run: id, path: out, count: exported.length, mib: bytes / 2 ** 20 }),
    t('cli.summary.source', { path: source.path }),
    '',
    accountTable(state, t, language),
    '',
    ...(exceptionsOf(state) > 0 ? [t('cli.summary.exceptions', { path: files.exceptions })] : []),
    t('cli.summary.certificate', { path: files.certificateHtml }),
    t('cli.summary.time', { seconds: seconds.total ?? 0, mib: peakRssMiB }),
    '',
    t('export.next', { run: id }),
  ];
  return lines.join('\n');
}
