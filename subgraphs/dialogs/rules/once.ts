/** Does some work at the first call, and gives its result to all. */
export const once = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let result: Promise<T> | null = null;
  return () => {
    result ??= work();
    return result;
  };
};
