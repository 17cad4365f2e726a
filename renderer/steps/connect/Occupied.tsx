import { Button, Group, Stack, Text } from '@mantine/core';
import type { TargetReport } from '../../../shared/contract.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import type { ConnectPart } from '../../state/wizard.ts';

/**
 * What can be done with a schema that holds something: use it where the application has made its tables there, or move
 * it aside.
 * @param props.matching tables there that have the name of one in the file.
 */
export function Occupied({ matching }: { matching: number }) {
  const { t } = useText();
  const choose = useChoice();
  return (
    <Stack gap={6} mt={6} align="flex-start">
      {matching > 0 && (
        <>
          <Button size="xs" onClick={() => choose('adopt')}>
            {t('wizard.target.adopt', { count: matching })}
          </Button>
          <Text size="sm" c="dimmed">
            {t('wizard.target.adoptText')}
          </Text>
        </>
      )}
      <Button size="xs" variant="default" onClick={() => choose('replace')}>
        {t('wizard.target.replace')}
      </Button>
    </Stack>
  );
}

/** What was chosen about it, and the way back from that. */
export function Chosen({ report }: { report: TargetReport }) {
  const { t } = useText();
  const chosen = useWizard((state) => state.ifNotEmpty);
  const choose = useChoice();
  if (chosen === 'abort' || !report.ready) return null;
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" flex="1 1 16rem" {...(chosen === 'replace' ? { className: 'warn' } : {})}>
        {t(`wizard.target.${chosen === 'adopt' ? 'adopting' : 'replacing'}`)}
      </Text>
      <Button size="compact-xs" variant="subtle" onClick={() => choose('abort')}>
        {t('wizard.target.takeBack')}
      </Button>
    </Group>
  );
}

/** Another choice makes another test. */
function useChoice(): (choice: ConnectPart['ifNotEmpty']) => void {
  const { setIfNotEmpty, testTarget } = useWizard((state) => state);
  return (choice) => {
    setIfNotEmpty(choice);
    void testTarget();
  };
}
