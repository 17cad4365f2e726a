import { type PowerSaveBlocker, powerSaveBlocker } from 'electron';

/**
 * Keeps the computer from going to sleep while work is under way; the screen may go dark.
 * @returns to be told whether there is work.
 */
export function stayAwake(
  blocker: Pick<PowerSaveBlocker, 'start' | 'stop'> = powerSaveBlocker,
): (working: boolean) => void {
  let id: number | null = null;
  return (working) => {
    if (working) id ??= blocker.start('prevent-app-suspension');
    else if (id !== null) {
      blocker.stop(id);
      id = null;
    }
  };
}
