/**
 * A table that is looked up with text from outside: it has no prototype, so `constructor` and `__proto__` are not in it.
 */
export const tableOf = <T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.assign(Object.create(null) as Record<string, T>, entries);
