import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cutoverRun } from '../../../electron/engine/commands/cutover.ts';
import { rollbackRun } from '../../../electron/engine/commands/rollback.ts';
import { syncRun } from '../../../electron/engine/commands/sync.ts';
import type { EngineContext } from '../../../electron/engine/context.ts';
import type { WayBackChoices } from '../../../shared/contract.ts';
import { silentLog } from '../../helpers/log.ts';
import { context, migrated } from './scene.ts';

export const envBefore = '# AutoCore\nMQTT_HOST=localhost\nDATABASE_TYPE=sqlite # hoje\nDB_HOST="x"\n';

/** What a command is about to do: the first progress of each stage, and each step of going live that is done. */
export type Watch = (moment: string) => void;

/** A context that tells of every moment, once. */
export function watched(watch: Watch, signal = new AbortController().signal): EngineContext {
  const seen = new Set<string>();
  const tell = (moment: string): void => {
    if (seen.has(moment)) return;
    seen.add(moment);
    watch(moment);
  };
  const info = (details: object | string): void => {
    if (typeof details === 'object' && 'step' in details) tell(`${details.step} done`);
  };
  return {
    signal,
    onProgress: ({ stage }) => tell(stage),
    log: { ...silentLog, info } as EngineContext['log'],
  };
}

/** A run that has come to its end, with an .env file of the application, and the commands that come after. */
export async function afterMigration(given: Parameters<typeof migrated>[0] = {}) {
  const scene = await migrated(given);
  const file = join(scene.folder, '.env');
  writeFileSync(file, envBefore);
  const commands = {
    sync: (target: string, ctx: EngineContext) => syncRun({ ...scene.call, target }, ctx),
    cutover: (target: string, ctx: EngineContext) =>
      cutoverRun({ ...scene.call, target, envFiles: [file], confirm: true }, ctx),
    rollback: (target: string, ctx: EngineContext, choices: WayBackChoices = {}) =>
      rollbackRun({ ...scene.call, target, confirm: true, ...choices }, ctx),
    /** What going back would do. */
    preview: async (target: string, choices: WayBackChoices = {}) =>
      (await rollbackRun({ ...scene.call, target, confirm: false, ...choices }, context())).restored,
  };
  return { ...scene, file, commands };
}
