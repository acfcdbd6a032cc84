import type { Requirement } from "../../../planning/plan.js";
import type { TypeSystem } from "./subtypes.js";

/** One property of a representation, for entities of one type. */
export interface RequiredProperty {
  /** What the subgraph calls it. */
  readonly name: string;
  /** Where it is in what was fetched. */
  readonly source: string;
  /** `null`: a leaf. */
  readonly below: readonly Requirement[] | null;
}

/** The properties that requirements come to for objects of a type; `null`: of a type that was not asked for. */
export const propertiesFor = (
  requirements: readonly Requirement[],
  typeName: string | null,
  types: TypeSystem,
): RequiredProperty[] => {
  const properties = new Map<string, RequiredProperty>();
  const collect = (all: readonly Requirement[]): void => {
    for (const requirement of all) {
      if (requirement.kind === "fragment") {
        const { type, selections } = requirement;
        const passes = type === null || (typeName !== null && types.isOfType(typeName, type));
        if (passes) collect(selections);
        continue;
      }
      const { name, source, selections } = requirement;
      const known = properties.get(name);
      const below = known?.below && selections ? [...known.below, ...selections] : selections;
      properties.set(name, { name, source, below });
    }
  };
  collect(requirements);
  return [...properties.values()];
};

/** Whether requirements are the same for all types. */
export const areForAllTypes = (requirements: readonly Requirement[]): boolean =>
  requirements.every(({ kind }) => kind === "field");
