/** Names of the three ways between preload script and main process. Nothing else listens. */
export const channels = {
  call: 'autocore:call',
  event: 'autocore:event',
  drop: 'autocore:drop',
} as const;
