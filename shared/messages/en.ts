import { cli } from './en/cli.ts';
import { errors } from './en/errors.ts';
import { stages, statuses } from './en/stages.ts';

/** English, with exactly the keys of pt-BR. */
export const en = { cli, errors, stages, statuses };
