import type { ReplicationStatus, StatusWarning } from '../../../shared/model/index.ts';

const mega = 2 ** 20;
/** From here on a standby lacks what somebody would miss. */
const behind = { bytes: 64 * mega, seconds: 60 };

/** What somebody should do something about, where copies follow a server. */
export function replicationWarnings({
  recovering,
  waits,
  standbys,
  slots,
}: ReplicationStatus): StatusWarning[] {
  const seen = standbys.every(({ state }) => state !== null);
  const waited = standbys.some(({ sync }) => sync === 'sync' || sync === 'quorum');
  return [
    ...(recovering ? [{ code: 'recovering' } as const] : []),
    ...(waits && seen && !waited ? [{ code: 'standbyMissing' } as const] : []),
    ...standbys.flatMap(({ name, lagBytes, lagSeconds, state }): StatusWarning[] => {
      // While it is copied, everything is missing.
      const late = (lagBytes ?? 0) > behind.bytes || (lagSeconds ?? 0) > behind.seconds;
      return late && state !== 'backup' ? [{ code: 'standbyBehind', name, mib: inMib(lagBytes) }] : [];
    }),
    ...slots.flatMap(({ name, active, status, heldBytes }): StatusWarning[] => {
      if (status === 'lost') return [{ code: 'slotLost', name }];
      return active ? [] : [{ code: 'slotInactive', name, mib: inMib(heldBytes) }];
    }),
  ];
}

function inMib(bytes: number | null): number {
  return Math.round((bytes ?? 0) / mega);
}
