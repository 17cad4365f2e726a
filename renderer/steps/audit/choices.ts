import type { Finding } from '../../../shared/model/index.ts';

/** One way to decide all findings of a card at once. */
export interface GroupChoice {
  /** The option, where it is the same for all; else `recommended`. */
  value: string;
  /** What the findings first offer, which loses nothing. */
  recommended: boolean;
  /** The different options that it stands for, in the order of the findings. */
  options: string[];
  /** Option by finding. */
  decisions: Record<string, string>;
}

export const recommended = 'recommended';

/** What a card's own choice stands at, beside the values of its choices. */
export const standings = { mixed: 'mixed', undecided: 'undecided' } as const;

/**
 * The ways to decide all findings of a card: what is recommended for each of them, and every option that all of them
 * offer. What only some offer is chosen for these alone. Empty where there is nothing to choose.
 */
export function choicesOf(findings: readonly Finding[]): GroupChoice[] {
  const asked = findings.filter(({ options }) => options.length > 0);
  if (asked.length === 0) return [];
  const best = choice(recommended, true, (finding) => finding.options[0] as string);
  if (best.options.length === 1) best.value = best.options[0] as string;
  const shared = (asked[0]?.options ?? []).filter((option) => option !== best.value && offeredByAll(option));
  return [best, ...shared.map((option) => choice(option, false, () => option))];

  function offeredByAll(option: string): boolean {
    return asked.every(({ options }) => options.includes(option));
  }

  function choice(value: string, isFirst: boolean, of: (finding: Finding) => string): GroupChoice {
    const decisions = Object.fromEntries(asked.map((finding) => [finding.id, of(finding)]));
    return { value, recommended: isFirst, options: [...new Set(Object.values(decisions))], decisions };
  }
}

/**
 * The choice that the decisions of a card's findings amount to: its value, `undecided` while one of them waits for a
 * person, `mixed` where they are none of the choices.
 * @param decisionOf what is decided for a finding now
 */
export function standingOf(
  choices: readonly GroupChoice[],
  decisionOf: (finding: string) => string | null,
): string {
  const ids = Object.keys(choices[0]?.decisions ?? {});
  if (ids.some((id) => decisionOf(id) === null)) return standings.undecided;
  return (
    choices.find(({ decisions }) => ids.every((id) => decisions[id] === decisionOf(id)))?.value ??
    standings.mixed
  );
}
