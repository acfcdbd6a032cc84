import type { Entity } from "../records.js";

/** Far more than any interface has; a subgraph that makes names up fills nobody's memory. */
const MAX_TYPES = 1_000;

/** Finds what was compiled for an object's `__typename`, and compiles it when the first object of a type is met. */
export const createByType = <Compiled>(
  compile: (typeName: string | null) => Compiled,
): ((object: Entity) => Compiled) => {
  const known = new Map<string | null, Compiled>();
  let lastName: string | null = null;
  let last: Compiled | undefined;

  return (object) => {
    const found = object["__typename"];
    const typeName = typeof found === "string" ? found : null;
    if (last !== undefined && typeName === lastName) return last;
    let compiled = known.get(typeName);
    if (compiled === undefined) {
      compiled = compile(typeName);
      if (known.size < MAX_TYPES) known.set(typeName, compiled);
    }
    lastName = typeName;
    last = compiled;
    return compiled;
  };
};
