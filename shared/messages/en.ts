import { errors } from './en/errors.ts';

/** English, with exactly the keys of pt-BR. */
export const en = { errors };
