import { PageList } from '../../components/PageList.tsx';
import { FindingCard } from './FindingCard.tsx';
import type { FindingGroup } from './groups.ts';

/** Findings as cards. */
export function CardList(props: {
  groups: readonly FindingGroup[];
  open: ReadonlySet<string>;
  onToggle(key: string): void;
}) {
  const { groups, open, onToggle } = props;
  return (
    <PageList items={groups} keyOf={keyOf} usualHeight={74} gap={8} className="card">
      {(group) => <FindingCard group={group} open={open.has(group.key)} onToggle={onToggle} />}
    </PageList>
  );
}

function keyOf({ key }: FindingGroup): string {
  return key;
}
