import { Code, Text } from '@mantine/core';
import { Scrolling } from '../../components/Scrolling.tsx';
import { Value } from '../../components/Value.tsx';
import { useText } from '../../i18n/format.ts';

/** A value as long as it came, in a part that scrolls; NULL and the empty text are told apart. */
export function WholeValue(props: { text: string | null; more: number; label: string }) {
  const { text, more, label } = props;
  const { t } = useText();
  if (text === null || text === '') return <Value text={text} />;
  return (
    <>
      <Scrolling className="wholeValue" label={label}>
        <Code block className="wrap" style={{ whiteSpace: 'pre-wrap', unicodeBidi: 'isolate' }}>
          {text}
        </Code>
      </Scrolling>
      {more > 0 && (
        <Text size="xs" c="dimmed">
          {t('wizard.exceptions.more', { count: more })}
        </Text>
      )}
    </>
  );
}
