import { Tabs } from '@mantine/core';
import { type ReactNode, useDeferredValue } from 'react';

export interface Sheet<Name extends string> {
  name: Name;
  label: string;
  show: () => ReactNode;
}

/**
 * Tabs that answer at once: what the click leads to is drawn behind it, and takes the time that it takes.
 * @param sheets at least one. The first is shown where the chosen one is not among them (any more)
 */
export function Sheets<Name extends string>(props: {
  sheets: readonly Sheet<Name>[];
  chosen: Name;
  onChoose: (name: Name) => void;
}) {
  const { sheets, chosen, onChoose } = props;
  const current = (sheets.find(({ name }) => name === chosen) ?? sheets[0])?.name ?? chosen;
  const drawn = useDeferredValue(current);
  return (
    <Tabs value={current} onChange={(name) => onChoose(name as Name)} keepMounted={false}>
      <Tabs.List mb="md">
        {sheets.map(({ name, label }) => (
          <Tabs.Tab key={name} value={name}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {sheets.map(({ name, show }) => (
        <Tabs.Panel key={name} value={name}>
          {name === drawn && show()}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
