import { Badge, Text, UnstyledButton } from '@mantine/core';
import { causeText } from '../../../shared/messages/cause-text.ts';
import type { ExceptionRecord } from '../../../shared/model/index.ts';
import { keyText, valueText } from '../../../shared/value-text.ts';
import { useText } from '../../i18n/format.ts';

export const colours = { quarantined: 'red', nulled: 'orange', repaired: 'cyan' } as const;

/** One exception on two lines: where and what was done, then the original value. A click opens it. */
export function ExceptionRow(props: {
  record: ExceptionRecord;
  /** Where the Tab key stops in the list. */
  isStop: boolean;
  onOpen: () => void;
}) {
  const { record, isStop, onOpen } = props;
  const { t } = useText();
  const { table, column, key, action, row } = record;
  const value = column === null ? keyText(row) : valueText(row[column] ?? null);
  const original = value || t(`wizard.value.${value === null ? 'null' : 'empty'}`);
  const cause = causeText(record, t);
  const place = [table, column].filter((part) => part !== null).join('.');
  return (
    <UnstyledButton
      className="exceptionHead"
      aria-haspopup="dialog"
      tabIndex={isStop ? 0 : -1}
      onClick={onOpen}
    >
      <div style={{ display: 'flex', gap: '0.5rem', minWidth: 0, alignItems: 'center' }}>
        <Badge size="sm" variant="light" color={colours[action]} tt="none" style={{ flexShrink: 0 }}>
          {t(`certificate.exceptions.actions.${action}`)}
        </Badge>
        <Text component="span" size="sm" className="cut" title={`${place} ${keyText(key)}: ${cause}`}>
          <b>{place}</b> {keyText(key)} · {cause}
        </Text>
      </div>
      <Text
        component="span"
        size="xs"
        ff="monospace"
        c="dimmed"
        className="cut"
        title={original.slice(0, 2000)}
      >
        {original.slice(0, 400)}
      </Text>
    </UnstyledButton>
  );
}
