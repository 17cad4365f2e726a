import type { TFunction } from 'i18next';
import { findingMessage } from '../../../shared/messages/index.ts';
import type { Finding } from '../../../shared/model/index.ts';
import { shortCode } from '../../../shared/short-codes/index.ts';
import { keyText, valueText } from '../../../shared/value-text.ts';
import { plain } from '../../state/plain.ts';
import { type GroupChoice, recommended } from './choices.ts';
import { countOf, type FindingGroup, placesOf } from './groups.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

type DecisionOf = (finding: Finding) => string | null;

/** What the findings of a kind have in common; null where nothing says it. */
export function kindName(
  { family, kind }: Pick<FindingGroup, 'family' | 'kind'>,
  t: TFunction,
): string | null {
  const key = family === null ? `wizard.cards.kinds.${kind}` : `wizard.cards.families.${family}`;
  return t(key, { defaultValue: '' }) || null;
}

/** A card in one sentence: `Datas: 14 formas reparadas (21 valores), 11 linhas fora`. */
export function summaryOf(group: FindingGroup, t: TFunction, decisionOf: DecisionOf): string {
  const [first, ...more] = group.findings as [Finding, ...Finding[]];
  const name = kindName(group, t);
  if (group.family === null) return more.length > 0 && name ? name : findingMessage(first, t);
  const cause = more.length === 0 ? findingMessage(first, t) : null;
  if (first.params.lost === undefined)
    return titled(
      name,
      cause ??
        t('wizard.cards.stay', { count: countOf(group), type: String(first.params.type).toUpperCase() }),
    );
  const outcome = outcomeText(outcomeOf(group.findings, decisionOf), t);
  return titled(name, cause === null ? outcome : `${cause}; ${outcome}`);
}

function titled(name: string | null, text: string): string {
  return name === null ? text : `${name}: ${text}`;
}

/** What becomes of the values, in words. */
function outcomeText({ forms, repaired, nulled, out, kept, open }: Outcome, t: TFunction): string {
  const part = (name: string, count: number): string[] =>
    count === 0 ? [] : [t(`wizard.cards.${name}`, { count, values: repaired })];
  return [
    ...(forms > 1 ? part('forms', forms) : part('repaired', repaired)),
    ...part('nulled', nulled),
    ...part('out', out),
    ...part('kept', kept),
    ...part('open', open),
  ].join(', ');
}

/** An option in words. */
export function optionText(option: string, t: TFunction): string {
  return t(`choices.${option}`, { defaultValue: option });
}

/** A choice for a whole card; `alone` where there is no other. */
export function choiceText(choice: GroupChoice, alone: boolean, t: TFunction): string {
  if (choice.value === recommended) return t('wizard.cards.each');
  const text = optionText(choice.value, t);
  return choice.recommended && !alone ? t('wizard.audit.recommended', { option: text }) : text;
}

/** Everything that a card shows, folded or not, as it is searched for. */
export function searchText(group: FindingGroup, t: TFunction, decisionOf: DecisionOf): string {
  const shown = [
    ...placesOf(group),
    summaryOf(group, t, decisionOf),
    ...group.findings.flatMap((finding) => [
      findingMessage(finding, t),
      shortCode('finding', finding.code) ?? '',
      optionText(decisionOf(finding) ?? '', t),
      ...finding.samples.flatMap(({ key, value, after }) => [
        keyText(key),
        valueText(value) ?? '',
        after ?? '',
      ]),
    ]),
  ];
  return plain(shown.join('\n'));
}

/** Names of places, as many as are read in one go. */
export function someOf(places: readonly string[]): string {
  return places.length > 20 ? `${places.slice(0, 20).join(', ')}, …` : places.join(', ');
}
