/**
 * What is made of an object, made once and kept for as long as the object is there: on the object itself, where neither
 * its copies nor whoever lists or compares it see it.
 *
 * In place of a WeakMap: the collector of the young generation takes all that is in one that has grown old to be in use,
 * so that what is made of a request's objects outlives the request, until the whole heap is collected.
 * @param make does not give `undefined`
 */
export const keptWith = <Of extends object, T>(make: (of: Of) => T): ((of: Of) => T) => {
  const made = Symbol("made");
  return (of) => {
    const known = (of as Of & { readonly [made]?: T })[made];
    if (known !== undefined) return known;
    const value = make(of);
    // What is frozen can hold nothing: it is made anew each time.
    if (Object.isExtensible(of)) Object.defineProperty(of, made, { value });
    return value;
  };
};
