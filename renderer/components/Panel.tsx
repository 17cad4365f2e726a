import { Group, Stack, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

/** A titled part of a page. */
export function Panel(props: { title?: string; aside?: ReactNode; children: ReactNode; className?: string }) {
  const { title, aside, children, className = '' } = props;
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={title ? id : undefined}>
      <Stack gap="sm">
        {title && (
          <Group justify="space-between" gap="xs">
            <Title order={2} id={id}>
              {title}
            </Title>
            {aside}
          </Group>
        )}
        {children}
      </Stack>
    </section>
  );
}
