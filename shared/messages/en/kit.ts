import type { kit as reference } from '../pt-BR/kit.ts';

/** Texts of the kit for server and application. */
export const kit: typeof reference = {
  needsRunOrPlan: '--run or --plan is missing',
  done_one: 'Kit written to {{path}}: {{count, number}} file',
  done: 'Kit written to {{path}}: {{count, number}} files',
  found: 'Places that change in the code: {{count, number}}; {{patched, number}} (+) are in autocore.patch',
  next: 'Next step: {{path}}/LEIAME.md. The passwords are in .env, which only you can read.',
};
