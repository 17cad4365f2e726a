/** Texts of shared/errors.ts: what happened, where, and what to do next. */
export const errors = {
  internal: {
    message: 'Unexpected failure: {{reason}}',
    hint: 'Nothing in the source was changed. The technical detail is in the log; send it to support.',
  },
};
