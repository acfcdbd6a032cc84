import { type GraphQLLeafType, isEnumType } from "graphql";

const MAX_INT = 2 ** 31;

/** In place of a value that does not fit its type. */
export const MISFIT = Symbol("a value that does not fit its type");

const isInt = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= -MAX_INT && Number(value) < MAX_INT;

/**
 * A leaf of a subgraph's answer as the client gets it. Subgraphs have serialised it already, so nothing is coerced but
 * an ID that was written as a number.
 * @see https://spec.graphql.org/October2021/#sec-Scalars
 */
export const completeLeaf = (type: GraphQLLeafType, value: unknown): unknown => {
  if (isEnumType(type)) return typeof value === "string" && type.getValue(value) ? value : MISFIT;
  switch (type.name) {
    case "String":
      return typeof value === "string" ? value : MISFIT;
    case "ID":
      if (typeof value === "string") return value;
      return Number.isSafeInteger(value) ? String(value) : MISFIT;
    case "Int":
      return isInt(value) ? value : MISFIT;
    case "Float":
      return Number.isFinite(value) ? value : MISFIT;
    case "Boolean":
      return typeof value === "boolean" ? value : MISFIT;
    default:
      return typeof value === "symbol" ? MISFIT : value; // a custom scalar may be anything that JSON can hold
  }
};
