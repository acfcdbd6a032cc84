import { arithmeticFunctions } from "./arithmetic.js";
import { bagFunctions } from "./bags.js";
import { comparisonFunctions } from "./comparison.js";
import { dateFunctions } from "./dates.js";
import { equalityFunctions } from "./equality.js";
import type { XacmlFunction } from "./function.js";
import { type HigherOrderFunction, higherOrderFunctions } from "./higher-order.js";
import { logicFunctions } from "./logic.js";
import { matchFunctions } from "./matches.js";
import { pathFunctions } from "./paths.js";
import { stringFunctions } from "./strings.js";

const FIRST_ORDER = new Map<string, XacmlFunction>(
  [
    ...equalityFunctions,
    ...arithmeticFunctions,
    ...logicFunctions,
    ...comparisonFunctions,
    ...dateFunctions,
    ...stringFunctions,
    ...bagFunctions,
    ...matchFunctions,
    ...pathFunctions,
  ].map((f) => [f.id, f]),
);

const HIGHER_ORDER = new Map<string, HigherOrderFunction>(higherOrderFunctions.map((f) => [f.id, f]));

/** The function with this identifier, or `null` where it is not supported. */
export const functionById = (id: string): XacmlFunction | null => FIRST_ORDER.get(id) ?? null;

/** The same for functions that take a function. */
export const higherOrderFunctionById = (id: string): HigherOrderFunction | null =>
  HIGHER_ORDER.get(id) ?? null;

/** Every identifier that is supported. */
export const functionIds = (): readonly string[] => [...FIRST_ORDER.keys(), ...HIGHER_ORDER.keys()];
