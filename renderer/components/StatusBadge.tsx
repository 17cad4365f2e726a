import { Badge } from '@mantine/core';
import type { LivePhase } from '../../shared/contract.ts';
import type { RunStatus } from '../../shared/model/index.ts';
import { useText } from '../i18n/format.ts';

const colours: Record<RunStatus, string> = {
  running: 'cyan',
  succeeded: 'green',
  interrupted: 'orange',
  exported: 'cyan',
  refused: 'orange',
  differences: 'red',
  failed: 'red',
  undone: 'gray',
};

const phaseColours = { halfway: 'orange', live: 'green', returning: 'orange', back: 'gray' } as const;

/** How a run ended, or where it stands once it went live. */
export function StatusBadge({ status, phase }: { status: RunStatus; phase: LivePhase }) {
  const { t } = useText();
  if (phase !== 'before') {
    return (
      <Badge color={phaseColours[phase]} variant={phase === 'live' ? 'filled' : 'light'} tt="none">
        {t(`wizard.cutover.phases.${phase}`)}
      </Badge>
    );
  }
  return (
    <Badge color={colours[status]} variant="light" tt="none">
      {t(`statuses.${status}`)}
    </Badge>
  );
}
