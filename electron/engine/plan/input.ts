import type { Choices, Measures, Profile, SourceSchema } from '../../../shared/model/index.ts';

/** What a plan is a function of. */
export interface PlanInput {
  schema: SourceSchema;
  measures: Measures;
  autocore: string | null;
  profile: Profile;
  extras: boolean;
  /** What a person chose; everything else takes its default. */
  choices: Choices;
}
