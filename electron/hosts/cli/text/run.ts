import { causeText } from '../../../../shared/messages/cause-text.ts';
import type { Language, Translate } from '../../../../shared/messages/index.ts';
import { reasonText } from '../../../../shared/messages/reason-text.ts';
import type { RunState } from '../../../../shared/model/index.ts';
import { visible } from '../../../../shared/visible.ts';
import type { RunResult } from '../../../engine/commands/run-result.ts';
import { autocoreLines } from './autocore.ts';
import { table } from './table.ts';

/** The document of migrate, resume and validate. Its names are fixed: other tools read it. Reasons are for people. */
export function runDocument({ state, files, leftOut, changed }: RunResult, t: Translate): object {
  const { id, status, profile, source, target, tables, objects, validation, seconds, peakRssMiB } = state;
  return {
    run: id,
    status,
    profile,
    source: { path: source.path, sha256: source.sha256, bytes: source.bytes, autocore: source.autocore },
    target: {
      server: target.server,
      url: target.url,
      schema: target.schema,
      strangers: target.strangers ?? null,
    },
    tables: tables.map(({ digest: _, ...account }) => account),
    objects,
    leftOut: leftOut.map((each) => ({ ...each, reason: reasonText(each.reason, t) })),
    changed: changed.map((each) => ({ ...each, text: changedLine(t)(each) })),
    validation: validation && {
      level: validation.level,
      status: validation.status,
      differences: validation.differences,
    },
    exceptions: files.exceptions,
    certificate: files.certificateHtml,
    seconds: { snapshot: 0, audit: 0, load: 0, indexes: 0, validate: 0, total: 0, ...seconds },
    peakRssMiB,
  };
}

/** The same for a person: what was moved, what the comparison said, where things are, what to do next. */
export function runText(
  { state, files, leftOut, changed }: RunResult,
  t: Translate,
  language: Language,
): string {
  const { id, status, source, target, options, objects, seconds, peakRssMiB } = state;
  const identical = status === 'succeeded';
  const exceptions = exceptionsOf(state);
  const success = exceptions > 0 ? 'succeededWithExceptions' : 'succeeded';
  const headline = identical ? success : 'differences';
  const lines = [
    t(`cli.summary.${headline}`, { run: id }),
    t('cli.summary.source', { path: source.path }),
    ...autocoreLines(source.autocore, t),
    t('cli.summary.target', { server: target.server, url: target.url, schema: target.schema }),
    ...(target.strangers === undefined
      ? []
      : [t('cli.summary.strangers', { roles: target.strangers, schema: target.schema })]),
    '',
    accountTable(state, t, language),
    '',
    ...validationLines(state, t),
    ...names('missing', objects.missing, t),
    ...names('notValid', objects.notValid, t),
    ...names('leftOut', leftOut.map(leftOutLine(t)), t),
    ...(leftOut.some(isProgram) ? [t('cli.summary.drafts', { path: files.drafts })] : []),
    ...names('changed', changed.map(changedLine(t)), t),
    ...(exceptions > 0 ? [t('cli.summary.exceptions', { path: files.exceptions })] : []),
    t('cli.summary.certificate', { path: files.certificateHtml }),
    t('cli.summary.time', { seconds: seconds.total ?? 0, mib: peakRssMiB }),
    ...(target.managed ? [t('cli.summary.managed')] : []),
    // Of a rehearsal nothing is left to undo.
    ...(identical && !options.rehearsal ? [t('cli.summary.next', { run: id })] : []),
  ];
  return lines.join('\n');
}

type Count = 'source' | 'migrated' | 'repaired' | 'nulled' | 'quarantined';
const counts: readonly Count[] = ['source', 'migrated', 'repaired', 'nulled', 'quarantined'];

function sumOf({ tables }: RunState, count: Count): number {
  return tables.reduce((sum, each) => sum + each[count], 0);
}

/** Values and rows that did not cross exactly. */
export function exceptionsOf(state: RunState): number {
  return sumOf(state, 'repaired') + sumOf(state, 'nulled') + sumOf(state, 'quarantined');
}

/** What became of the rows of each table. */
export function accountTable(state: RunState, t: Translate, language: Language): string {
  const head = ['table', ...counts].map((name) => t(`cli.columns.${name}`));
  const rows = state.tables.map((each) => [each.name, ...counts.map((count) => each[count])]);
  const total = [t('cli.columns.total'), ...counts.map((count) => sumOf(state, count))];
  return table(head, [...rows, total], language);
}

function isProgram({ kind }: RunResult['leftOut'][number]): boolean {
  return kind === 'view' || kind === 'trigger';
}

function validationLines({ validation }: RunState, t: Translate): string[] {
  if (validation === null) return [];
  return [t(`cli.summary.validation.${validation.level}`, { count: validation.differences })];
}

function leftOutLine(t: Translate): (each: RunResult['leftOut'][number]) => string {
  return ({ kind, table, name, reason }) => {
    const word = t(`certificate.leftOut.kinds.${kind.replace(' ', '')}`);
    return `${word} ${table === null ? name : `${table}: ${name}`} (${reasonText(reason, t)})`;
  };
}

/** One place and cause: how many values of it, and what became of them. */
function changedLine(t: Translate): (each: RunResult['changed'][number]) => string {
  return ({ table, column, action, code, reason, count }) => {
    const place = column === null ? table : `${table}.${column}`;
    return t('cli.summary.changedOne', {
      place,
      count,
      action: t(`certificate.exceptions.actions.${action}`),
      reason: causeText({ code, reason }, t),
    });
  };
}

/** Lines of one list on the screen; the certificate has them all. */
const mostLines = 20;

function names(
  key: 'missing' | 'notValid' | 'leftOut' | 'changed',
  list: readonly string[],
  t: Translate,
): string[] {
  const more = list.length - mostLines;
  const rest = more > 0 ? [`  ${t('cli.summary.more', { count: more })}`] : [];
  return list.length === 0
    ? []
    : [t(`cli.summary.${key}`), ...list.slice(0, mostLines).map((each) => `  - ${visible(each)}`), ...rest];
}
