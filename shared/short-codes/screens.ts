/** Of every screen of the wizard. New ones come at the end. */
export const screenShorts = {
  start: 'T01',
  connect: 'T02',
  audit: 'T03',
  before: 'T04',
  running: 'T05',
  validate: 'T06',
  prepare: 'T07',
  connection: 'T08',
  working: 'T09',
  live: 'T10',
  back: 'T11',
  restored: 'T12',
  kit: 'T13',
  benchmark: 'T14',
  status: 'T15',
  fleet: 'T16',
} as const;

export type Screen = keyof typeof screenShorts;
