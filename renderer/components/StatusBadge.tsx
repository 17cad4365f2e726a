import { Badge } from '@mantine/core';
import type { RunStatus } from '../../shared/model/index.ts';
import { useText } from '../i18n/format.ts';

const colours: Record<RunStatus, string> = {
  running: 'cyan',
  succeeded: 'green',
  interrupted: 'orange',
  refused: 'orange',
  differences: 'red',
  failed: 'red',
  undone: 'gray',
};

export function StatusBadge({ status }: { status: RunStatus }) {
  const { t } = useText();
  return (
    <Badge color={colours[status]} variant="light" tt="none">
      {t(`statuses.${status}`)}
    </Badge>
  );
}
