import type { Program } from '../../../../shared/model/index.ts';
import { introspect } from '../../source/introspect.ts';
import { openSnapshot } from '../../source/snapshot.ts';
import { createdObjects } from '../../target/journal.ts';
import type { ProgramStage } from './stage.ts';
import { makeTriggers } from './triggers.ts';
import { makeViews } from './views.ts';

/** Makes the views and triggers that the plan translates and that are proved, and says what became of each. */
export async function makePrograms(
  given: Omit<ProgramStage, 'snapshot' | 'schema' | 'known'>,
): Promise<Program[]> {
  const { session, client, plan } = given;
  if ((plan.views ?? []).length + (plan.triggers ?? []).length === 0) return [];
  const journal = await createdObjects(client, session.state.id);
  const known = new Set(journal.map(({ kind, name }) => `${kind} ${name}`));
  const snapshot = openSnapshot(session.folder.snapshot);
  try {
    const stage = { ...given, snapshot, schema: introspect(snapshot), known };
    const views = await makeViews(stage);
    // Triggers come last: nothing of the run's own fires them.
    return [...views, ...(await makeTriggers(stage))];
  } finally {
    snapshot.close();
  }
}
