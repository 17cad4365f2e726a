import type { TFunction } from 'i18next';
import type { talliesOf } from '../../state/fleet-list.ts';

type Tallies = ReturnType<typeof talliesOf>;

/** The vehicles in a sentence: `18 de 20 veículos no PostgreSQL; 2 esperam por uma decisão.` */
export function resultOf(tallies: Tallies, count: number, t: TFunction): string {
  const { through } = tallies;
  if (through === count && tallies.changed === 0) return t('wizard.fleet.result.all', { count });
  const parts = (['asks', 'failed', 'wrong', 'differ', 'waits', 'changed', 'undone'] as const)
    .filter((name) => tallies[name] > 0)
    .map((name) => t(`wizard.fleet.result.${name}`, { count: tallies[name] }));
  const head = t(`wizard.fleet.result.${through === 0 ? 'none' : 'some'}`, { through, count });
  return `${[head, ...parts].join('; ')}.`;
}
