import { Radio, Stack } from '@mantine/core';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

/** What each vehicle gets: a schema in one database, or a database of its own. Settled once something was done. */
export function EachChoice() {
  const { t } = useText();
  const each = useWizard((state) => state.fleetForm.each);
  const choose = useWizard((state) => state.chooseEach);
  return (
    <Radio.Group
      label={t('wizard.fleet.each.title')}
      value={each}
      onChange={(value) => void choose(value === 'database' ? 'database' : 'schema')}
    >
      <Stack gap="xs" mt={6}>
        {(['schema', 'database'] as const).map((value) => (
          <Radio
            key={value}
            value={value}
            label={t(`wizard.fleet.each.${value}`)}
            description={t(`wizard.fleet.each.${value}Text`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
