import { AppError } from '../errors.ts';
import type { WayBackDrill } from '../model/index.ts';
import { errorData, type Translate } from './index.ts';

/** How the rehearsed way back went, in a sentence. */
export function wayBackText(drill: WayBackDrill, t: Translate): string {
  switch (drill.outcome) {
    case 'back':
      return t('rehearsal.wayBack.back', {
        ...{ live: drill.liveSeconds, back: drill.backSeconds, envs: drill.envs },
        ...{ inserted: drill.inserted, changed: drill.changed, deleted: drill.deleted },
      });
    case 'failed': {
      const { code, params } = drill.reason ?? { code: 'internal', params: {} };
      const { message, hint } = errorData(new AppError(code, params), t);
      return t('rehearsal.wayBack.failed', { reason: `${message} ${hint}` });
    }
    case 'skipped':
      return t('rehearsal.wayBack.skipped');
  }
}
