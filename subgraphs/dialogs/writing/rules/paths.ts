/** Where the items of a request's list stand, by index: `transmissions[3]`; `""` for a request that is the item. */
export type PathOf = (index: number) => string;

/** Items of a list. */
export const inList =
  (list: string): PathOf =>
  (index) =>
    `${list}[${index}]`;

/** The place of a property. */
export const within = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);
