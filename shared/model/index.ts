export type * from './audit.ts';
export type * from './benchmark.ts';
export type * from './certificate.ts';
export type * from './plan.ts';
export type * from './profile.ts';
export type * from './run.ts';
export type * from './source.ts';
export type * from './status.ts';
