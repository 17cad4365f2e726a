import { errors } from './pt-BR/errors.ts';

/** Brazilian Portuguese, the reference. One file per area beside this one. */
export const ptBR = { errors };
