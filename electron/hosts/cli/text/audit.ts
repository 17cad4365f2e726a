import { findingMessage, type Language, type Translate } from '../../../../shared/messages/index.ts';
import type { Audit, Finding } from '../../../../shared/model/index.ts';
import { shortCode } from '../../../../shared/short-codes/index.ts';
import { visible } from '../../../../shared/visible.ts';
import { reasonsOf, sampleText } from '../../../engine/report/audit.ts';
import { autocoreLines } from './autocore.ts';
import { table } from './table.ts';

const shownSamples = 2;

/** An audit for a person: tables, then findings from the gravest to the mildest, then what it comes to. */
export function auditText(audit: Audit, t: Translate, language: Language): string {
  const { source, profile, tables, findings, score } = audit;
  const head = [t('cli.columns.table'), t('cli.columns.rows')];
  const order = ['blocker', 'warning', 'note'];
  const sorted = findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return [
    t('cli.summary.source', { path: source.path }),
    ...autocoreLines(source.autocore, t),
    t('cli.audit.profile', { profile }),
    '',
    table(
      head,
      tables.map((each) => [each.name, each.rows]),
      language,
    ),
    '',
    ...(sorted.length === 0 ? [t('cli.audit.none')] : sorted.map((finding) => findingText(finding, t))),
    '',
    t(`cli.audit.levels.${score.level}`, { count: reasonsOf(audit) }),
  ].join('\n');
}

/** `Atenção (3) em devices.name: what it is [value.text] – decisão: reparar …`, on two lines; the second begins with both codes. */
function findingText(finding: Finding, t: Translate): string {
  const { code, severity, count, decision, options } = finding;
  const names = [finding.table, finding.column].filter((part) => part !== null);
  const place = names.join('.');
  const where = place === '' ? '' : ` ${t('cli.audit.where', { place })}`;
  const option = (name: string): string => t(`choices.${name}`, { defaultValue: name });
  const answer =
    decision === null
      ? t('cli.audit.undecided', { options: options.map(option).join(', ') })
      : t('cli.audit.decision', { option: option(decision) });
  const lines = [
    `${t(`severities.${severity}`)} (${count})${where}: ${findingMessage(finding, t)}`,
    `  ${[shortCode('finding', code), `[${code}]`].filter((part) => part !== null).join(' ')} ${answer}`,
    ...finding.samples.slice(0, shownSamples).map((sample) => `  ${visible(sampleText(sample))}`),
  ];
  // What a person may type; the first option is taken anyway.
  if (options.length > 1)
    lines.push(
      `  ${t('cli.audit.choose', { example: `--set '${finding.id}=${options.slice(1).join('|')}'` })}`,
    );
  return lines.join('\n');
}
