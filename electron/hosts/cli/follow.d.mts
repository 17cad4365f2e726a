import type { ChildProcess } from 'node:child_process';

export function follow(
  child: ChildProcess,
  own?: Pick<NodeJS.Process, 'on' | 'exit'>,
  platform?: NodeJS.Platform,
  options?: { atConsole?: boolean },
): void;
