/** An object of a subgraph's answer. Only own properties count. */
export type Entity = Record<string, unknown>;

/** In the place of a value that two subgraphs disagree on beyond merging. Fits no type, so it can't slip through. */
export const CONFLICT = Symbol("two subgraphs gave values that can't be merged");

/** Whether a value is an object of an answer, and no list. */
export const isEntity = (value: unknown): value is Entity =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Names that every plain object inherits: reading one of them needs a look at whether it is the object's own. */
const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Reads one property of objects. @returns undefined where an object has none of its own */
export const reader = (name: string): ((object: Entity) => unknown) =>
  inherited.has(name)
    ? (object) => (Object.hasOwn(object, name) ? object[name] : undefined)
    : (object) => object[name];

/** The same, for a name that is not known beforehand. */
export const ownValue = (object: Entity, name: string): unknown =>
  inherited.has(name) && !Object.hasOwn(object, name) ? undefined : object[name];

/** Sets an own property, whatever its name. */
export const put = (object: Entity, name: string, value: unknown): void => {
  if (name !== "__proto__") object[name] = value;
  else Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
};
