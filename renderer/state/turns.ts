/** Questions of one kind, of which only the answer to the last one is wanted. */
export interface Turns {
  /** The answer; null, also in place of an error, when something newer has been asked or chosen meanwhile. */
  ask<T>(question: () => Promise<T>): Promise<T | null>;
  /** What was asked is not wanted any more. */
  end(): void;
}

export function createTurns(): Turns {
  let last = 0;
  return {
    async ask(question) {
      last += 1;
      const own = last;
      try {
        const answer = await question();
        return own === last ? answer : null;
      } catch (error) {
        if (own === last) throw error;
        return null;
      }
    },
    end() {
      last += 1;
    },
  };
}
