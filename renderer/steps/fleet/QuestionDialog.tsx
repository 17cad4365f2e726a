import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { FleetItem } from '../../../shared/contract.ts';
import { Action } from '../../components/Action.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { useText } from '../../i18n/format.ts';
import { partsOf } from '../../state/finding-id.ts';
import { useWizard } from '../../state/use.ts';
import { optionText } from '../audit/words.ts';

/** What a vehicle asks, to be answered for it alone or for all that ask the same. */
export function QuestionDialog(props: {
  item: FleetItem;
  asked: ReadonlyMap<string, number>;
  onClose: () => void;
}) {
  const { item, asked, onClose } = props;
  const { t } = useText();
  const moveVehicle = useWizard((state) => state.moveVehicle);
  const answerForAll = useWizard((state) => state.answerForAll);
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const { vehicle, questions } = item;
  const why = questions.every(({ finding }) => answers[finding] !== undefined)
    ? null
    : t('wizard.fleet.question.missing');
  const close = (then: () => Promise<void>): void => {
    onClose();
    void then();
  };
  return (
    <Dialog onClose={onClose} size="lg" title={t('wizard.fleet.question.title', { vehicle })}>
      <Stack>
        <Text size="sm">{t('wizard.fleet.question.text')}</Text>
        {questions.map(({ finding, options }) => (
          <Radio.Group
            key={finding}
            label={partsOf(finding).place ?? finding}
            description={describe(finding)}
            value={answers[finding] ?? ''}
            onChange={(option) => setAnswers({ ...answers, [finding]: option })}
          >
            <Stack gap={6} mt={6}>
              {options.map((option, index) => (
                <Radio
                  key={option}
                  value={option}
                  label={
                    index === 0
                      ? t('wizard.audit.recommended', { option: optionText(option, t) })
                      : optionText(option, t)
                  }
                />
              ))}
            </Stack>
          </Radio.Group>
        ))}
        <Text size="sm" c="dimmed">
          {t('wizard.fleet.question.details')}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('wizard.cancel')}
          </Button>
          <Action variant="default" why={why} onClick={() => close(() => moveVehicle(vehicle, answers))}>
            {t('wizard.fleet.question.one')}
          </Action>
          <Action why={why} onClick={() => close(() => answerForAll(answers))}>
            {t('wizard.fleet.question.all')}
          </Action>
        </Group>
      </Stack>
    </Dialog>
  );

  /** What the finding is, where a text says so without its numbers, and how many have it. */
  function describe(finding: string): string {
    const cause = t(`certificate.causes.${partsOf(finding).code}`, { defaultValue: '' });
    const same = t('wizard.fleet.question.same', { count: asked.get(finding) ?? 1 });
    return cause === '' ? same : `${cause}. ${same}`;
  }
}
