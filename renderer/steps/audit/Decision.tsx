import { Loader, NativeSelect } from '@mantine/core';
import type { Finding } from '../../../shared/model/index.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { choicesOf, standingOf, standings } from './choices.ts';
import { useDecisions, useOnItsWay } from './use-decisions.ts';
import { choiceText } from './words.ts';

/** One choice for all of the findings; nothing where there is none to take. */
export function Decision(props: {
  findings: readonly Finding[];
  what: string;
  place: string;
  /** Without a label to see: it stands below one that has it. */
  small?: boolean;
}) {
  const { findings, what, place, small = false } = props;
  const { t } = useText();
  const decide = useWizard((state) => state.decide);
  const decisionOf = useDecisions();
  const isWorking = useOnItsWay(findings);
  const choices = choicesOf(findings);
  if (choices.length === 0) return null;
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const standing = standingOf(choices, (id) => {
    const finding = byId.get(id);
    return finding ? decisionOf(finding) : null;
  });
  const label = t('wizard.audit.decisionFor', { place });
  // What a select stands at, and nobody can choose.
  const states = {
    [standings.undecided]: t('wizard.audit.choose'),
    [standings.mixed]: t('wizard.cards.mixed'),
  };
  return (
    <NativeSelect
      w="19rem"
      maw="100%"
      size="xs"
      label={small ? null : t('wizard.audit.decision')}
      // In the place of the arrow, so that nothing moves.
      {...(isWorking && {
        rightSection: <Loader size={12} aria-label={t('wizard.cards.working')} role="status" />,
      })}
      aria-label={what === '' ? label : t('wizard.cards.causesOf', { what: label, place: what })}
      value={standing}
      error={standing === standings.undecided ? t('wizard.audit.undecided') : null}
      onChange={(event) => {
        const chosen = choices.find(({ value }) => value === event.currentTarget.value);
        if (chosen) void decide(chosen.decisions);
      }}
      data={[
        ...Object.entries(states)
          .filter(([value]) => value === standing)
          .map(([value, text]) => ({ value, label: text, disabled: true })),
        ...choices.map((choice) => ({
          value: choice.value,
          label: choiceText(choice, choices.length === 1, t),
        })),
      ]}
    />
  );
}
