import { findingShorts } from '../short-codes/findings.ts';

/** What may be offered for a value that does not cross as it is; `widen` in tables of an application alone. */
const ofValue = ['repair', 'null', 'quarantine', 'text', 'widen'];

/** A column of text has no wider type to fall back to. */
const ofText = ofValue.filter((name) => name !== 'text');

const ofRich = ['convert', 'text'];
const ofRule = ['notValid', 'leaveOut'];
const ofAdoptedRule = ['quarantine', 'notValid'];

/** Choices that a finding of the audit may offer, by its code; those without one are notes. */
const own: Readonly<Record<string, readonly string[]>> = {
  'application.jsonb': ofRich,
  'application.uuid': ofRich,
  'application.textArray': ofRich,
  'future.foreignKey': ['enforce', 'index'],
  'future.indexSize': ['whole', 'digests'],
  'text.lengths': ['open', 'declared'],
  'text.nocase': ['asIs', 'citext'],
  'type.fallback': ['text', 'asIs', 'timestamptz', 'repair'],
  'type.form': ['asIs', 'bigint', 'text'],
  'key.collides': ['leaveOut'],
  'vehicles.several': ['keepAll'],
  'row.tooWide': ['quarantine'],
  'rows.orphans': ofRule,
  'rows.checkViolated': ofRule,
  'clock.outliers': ['defaultPartition', 'noPartitions'],
  'telemetry.split': ['months', 'hypertable'],
  'virtual.unreadable': ['withoutRows'],
  'adopt.noTable': ['setAside', 'create'],
  'adopt.noColumn': ['setAside', 'add'],
  'adopt.noType': ['setAside'],
  'adopt.computed': ['setAside', 'compare'],
  'adopt.noSource': ['nullable', 'setAside'],
  'adopt.notNull': ['quarantine', 'nullable'],
  'adopt.unique': ofAdoptedRule,
  'adopt.orphans': ofAdoptedRule,
  'adopt.check': ofAdoptedRule,
  'adopt.rowsThere': ['keep', 'match', 'replace'],
  'adopt.triggersAct': ['fire'],
};

/**
 * Names of the choices that may be offered for a finding.
 * @param isValue whether it is a cause for which a value does not cross as it is
 */
export function answersOf(code: string, isValue: boolean): readonly string[] {
  if (!(code in findingShorts)) return [];
  if (own[code] || !isValue || /^(adopt|server|uuid|json|array)\b/.test(code)) return own[code] ?? [];
  return code.startsWith('text.') ? ofText : ofValue;
}
