import type { Language, Translate } from '../../../../shared/messages/index.ts';
import { wayBackText } from '../../../../shared/messages/way-back-drill.ts';
import type { RehearsalResult } from '../../../engine/commands/rehearse.ts';
import { runText } from './run.ts';

const mega = 2 ** 20;

/** The report of a rehearsal, and what it says of the real migration. */
export function rehearsalText(result: RehearsalResult, t: Translate, language: Language): string {
  const { seconds, bandwidth, diskBytes, databaseBytes, wayBack, ...downtime } = result.prediction;
  return [
    t('rehearsal.title'),
    runText(result, t, language),
    '',
    t('rehearsal.time', seconds),
    t('rehearsal.disk', { database: databaseBytes / mega, disk: diskBytes / mega }),
    t('rehearsal.downtime', { all: downtime.downtimeSeconds, short: downtime.shortDowntimeSeconds }),
    bandwidth === null
      ? t('rehearsal.notMeasured')
      : t('rehearsal.bandwidth', {
          up: bandwidth.up / mega,
          down: bandwidth.down / mega,
          latency: bandwidth.latencyMs,
        }),
    ...(wayBack ? [wayBackText(wayBack, t)] : []),
  ].join('\n');
}
