import { TextInput } from '@mantine/core';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

export function SchemaField() {
  const { t } = useText();
  const schema = useWizard((state) => state.target.schema);
  const setTarget = useWizard((state) => state.setTarget);
  return (
    <TextInput
      size="sm"
      label={t('wizard.target.schema')}
      description={t('wizard.target.schemaText')}
      value={schema}
      spellCheck={false}
      onChange={(event) => setTarget({ schema: event.currentTarget.value })}
    />
  );
}
