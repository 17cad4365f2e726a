import type { Choices, Profile } from '../../../shared/model/index.ts';

/**
 * `open`: text columns take texts of any length, as SQLite's do whatever is declared. `declared`: VARCHAR(n) keeps its
 * length, or more where the data or what is known of AutoCore needs it.
 */
export type Lengths = 'open' | 'declared';

/** The finding that asks for it, of the whole database. */
export const lengthsFinding = 'text.lengths';

/** What can be chosen, the default first: the application that stays writes longer texts than it declares. */
export function lengthOptions(profile: Profile): Lengths[] {
  return profile === 'enhanced' ? ['declared', 'open'] : ['open', 'declared'];
}

export function lengthsOf(profile: Profile, choices: Choices): Lengths {
  const options = lengthOptions(profile);
  return options.find((option) => option === choices.decisions[lengthsFinding]) ?? (options[0] as Lengths);
}
