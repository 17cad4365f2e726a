import { cli } from './pt-BR/cli.ts';
import { errors } from './pt-BR/errors.ts';
import { stages, statuses } from './pt-BR/stages.ts';

/** Brazilian Portuguese, the reference. One file per area beside this one. */
export const ptBR = { cli, errors, stages, statuses };
