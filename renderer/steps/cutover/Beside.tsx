import { Alert, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { wayBackLines } from '../../../shared/way-back-text.ts';
import { useText } from '../../i18n/format.ts';

/** What goes back, or went, beside the rows of the plan; nothing where there is none. */
export function Beside({ account }: { account: Parameters<typeof wayBackLines>[0] }) {
  const { t } = useText();
  const lines = wayBackLines(account, t, 'wizard');
  if (lines.length === 0) return null;
  return (
    <Alert role="status" color="cyan" icon={<IconInfoCircle />}>
      {lines.map((line) => (
        <Text key={line} size="sm" className="wrap">
          {line}
        </Text>
      ))}
    </Alert>
  );
}
