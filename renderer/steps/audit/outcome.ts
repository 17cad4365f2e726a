import type { Finding, Sample } from '../../../shared/model/index.ts';

/** What becomes of the values of a card by what is decided. Causes are spellings or troubles, the others count values. */
export interface Outcome {
  /** Causes whose values are repaired, and these values. */
  forms: number;
  repaired: number;
  /** Values that become NULL. */
  nulled: number;
  /** Rows that stay out. */
  out: number;
  /** Values that stay as they are in a column of another type. */
  kept: number;
  /** Values that nobody has decided about. */
  open: number;
}

/** Adds up what becomes of values that do not cross as they are. */
export function outcomeOf(
  findings: readonly Finding[],
  decisionOf: (finding: Finding) => string | null = ({ decision }) => decision,
): Outcome {
  const sum: Outcome = { forms: 0, repaired: 0, nulled: 0, out: 0, kept: 0, open: 0 };
  for (const finding of findings) {
    const { repaired, lost } = valuesOf(finding);
    const decision = decisionOf(finding);
    if (decision === null) sum.open += finding.count;
    else if (decision === 'null') sum.nulled += finding.count;
    else if (!changing.has(decision)) sum.kept += finding.count;
    else {
      if (repaired > 0) sum.forms++;
      sum.repaired += repaired;
      if (decision === 'quarantine' || (decision === 'accept' && staysOut(finding))) sum.out += lost;
      else sum.nulled += lost;
    }
  }
  return sum;
}

/** Decisions under which the column keeps its type, so that values change. */
const changing = new Set(['repair', 'quarantine', 'accept']);

function valuesOf({ params, count }: Finding): { repaired: number; lost: number } {
  const lost = typeof params.lost === 'number' ? params.lost : 0;
  return { lost, repaired: typeof params.repaired === 'number' ? params.repaired : count - lost };
}

function staysOut({ samples }: Finding): boolean {
  return samples.some(({ action }) => action === 'quarantined');
}

/**
 * A sample as it turns out by what is decided: the audit shows what the column's conversion makes of a value, whatever a
 * person has said to that since.
 */
export function sampleAfter(sample: Sample, decision: string | null): Sample {
  const { key, value, action, after } = sample;
  if (action === undefined || decision === null) return sample;
  if (decision === 'null') return { key, value, action: 'nulled', after: null };
  if (decision === 'quarantine' && action === 'nulled' && after === null)
    return { ...sample, action: 'quarantined' };
  return sample;
}
