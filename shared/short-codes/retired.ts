/** Short codes of what is no more, by what it was called: they are given to nothing else. */
export const retired: Readonly<Record<string, string>> = {};
