import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';

/**
 * The frame of one step: heading, content that scrolls, and below, on every step alike, the
 * actions, the primary one at the end.
 */
export function Page(props: {
  title: string;
  lead?: string;
  aside?: ReactNode;
  children: ReactNode;
  back?: ReactNode;
  actions?: ReactNode;
}) {
  const { title, lead, aside, children, back, actions } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  // A new step begins at its heading, also for those who hear the page.
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="page">
      <main id="content" className="scroll" tabIndex={-1}>
        <Stack className="inner" gap="md">
          <Group justify="space-between" align="start" gap="sm">
            <div style={{ flex: '1 1 24rem', minWidth: 0 }}>
              <Title order={1} ref={heading} tabIndex={-1}>
                {title}
              </Title>
              {lead && (
                <Text c="dimmed" maw="52rem" className="wrap">
                  {lead}
                </Text>
              )}
            </div>
            {aside}
          </Group>
          {children}
        </Stack>
      </main>
      <footer className="foot">
        <div className="inner">
          {back}
          <Group ml="auto" gap="sm" justify="flex-end" miw={0}>
            {actions}
          </Group>
        </div>
      </footer>
    </div>
  );
}
