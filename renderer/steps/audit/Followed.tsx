import { Group, Stack, Text } from '@mantine/core';
import type { AuditView } from '../../../shared/contract.ts';
import { Action } from '../../components/Action.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useText } from '../../i18n/format.ts';
import { followedIn } from '../../state/decisions.ts';
import { useWizard } from '../../state/use.ts';
import { optionText } from './words.ts';

/** Choices that the plan follows, so that there is no finding any more: without this nobody could take them back. */
export function Followed({ view }: { view: AuditView }) {
  const { t } = useText();
  const takeBack = useWizard((state) => state.takeBack);
  const choices = useWizard((state) => state.waiting?.choices ?? view.choices);
  // What has just been chosen has its finding still, and what is taken back goes at once.
  const followed = followedIn(view.choices, view.audit.findings).filter(({ ids }) =>
    ids.some((id) => choices.decisions[id] !== undefined),
  );
  if (followed.length === 0) return null;
  return (
    <Panel title={t('wizard.cards.followed')}>
      <Stack gap={4} component="ul" className="plain tall" style={{ maxHeight: '12rem' }}>
        {followed.map(({ place, option, ids }) => (
          <Group component="li" key={`${place} ${option}`} gap="sm" justify="space-between" wrap="nowrap">
            <Text size="sm" className="wrap" style={{ minWidth: 0 }}>
              <b dir="auto">{place}</b>: {optionText(option, t)}
            </Text>
            <Action
              size="compact-xs"
              variant="default"
              aria-label={t('wizard.cards.takeBackOf', { place })}
              onClick={() => takeBack(ids)}
              style={{ flex: 'none' }}
            >
              {t('wizard.cards.takeBack')}
            </Action>
          </Group>
        ))}
      </Stack>
    </Panel>
  );
}
