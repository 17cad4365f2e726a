/**
 * What a promise comes to, if it does so in time. What it waits for goes on: whoever starts a program limits that as well.
 * @param limit milliseconds
 * @throws Error when they are over
 */
export async function within<T>(limit: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${limit} ms`)), limit);
  });
  return Promise.race([promise, over]).finally(() => clearTimeout(timer));
}
