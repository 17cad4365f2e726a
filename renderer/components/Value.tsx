import { Code, Text } from '@mantine/core';
import { useText } from '../i18n/format.ts';

const limit = 300;

/** A value as it is, with NULL and the empty text told apart. Long ones are cut here and whole in the documents. */
export function Value({ text }: { text: string | null }) {
  const { t } = useText();
  if (text === null || text === '') {
    return (
      <Text component="span" size="xs" c="dimmed" fs="italic">
        {t(text === null ? 'wizard.value.null' : 'wizard.value.empty')}
      </Text>
    );
  }
  const shown = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return (
    <Code className="wrap" style={{ whiteSpace: 'pre-wrap' }}>
      {shown}
    </Code>
  );
}
