import type { RunItem } from '../../../shared/contract.ts';
import { fileName } from '../../../shared/file-name.ts';
import { useRunPlace } from '../../components/places.ts';
import { Way } from '../../components/Way.tsx';
import { useText } from '../../i18n/format.ts';

/** The way that a run of the list went, or goes. */
export function LastWay({ run }: { run: Exclude<RunItem, { error: unknown }> }) {
  const { t, number } = useText();
  const place = useRunPlace(run.id);
  if (!place) return null;
  const rows = run.rows.source;
  return (
    <Way
      file={{
        name: fileName(run.source),
        detail: rows === 0 ? null : t('wizard.way.rows', { count: rows, rows: number(rows) }),
      }}
      place={place}
      part={rows > 0 && isUnderWay(run) ? run.rows.migrated / rows : null}
      done={isThere(run)}
    />
  );
}

/** Undone, or back in SQLite, the rows are not there any more. */
export function isThere({ status, phase }: Exclude<RunItem, { error: unknown }>): boolean {
  return status === 'succeeded' && (phase === 'before' || phase === 'live');
}

function isUnderWay({ status, phase }: Exclude<RunItem, { error: unknown }>): boolean {
  return phase === 'before' && ['running', 'interrupted', 'failed'].includes(status);
}
