import { type GraphQLLeafType, isEnumType } from "graphql";
import { type CodeValues, compileFunction, literal } from "../code.js";
import type { Entity } from "../records.js";
import type { AbstractShape, FieldShape, ObjectShape, ValueShape } from "./shape.js";

/** What was made of values that several objects hold: one map from value to result for each field where that may be. */
export type Shared = Map<unknown, unknown>[];

/**
 * Makes the answer from what was fetched.
 * @param shared `null` where no value is held by several objects; otherwise each is made into its result once
 * @throws FAULTY where there is any fault: then `completeAnswer` tells which
 */
export type Projection = (source: Entity, shared: Shared | null) => Entity;

/** Thrown, once made, wherever an answer is not without a fault. */
export const FAULTY = new Error("The answer has a fault.");

const faulty = (): never => {
  throw FAULTY;
};

/** A value that is nothing usable: fine where it may be null and is. */
const nullOrFaulty = (value: unknown): null => (value === null || value === undefined ? null : faulty());

const idOrFaulty = (value: unknown): string => (Number.isSafeInteger(value) ? String(value) : faulty());
const idNullOrFaulty = (value: unknown): string | null =>
  value === null || value === undefined ? null : idOrFaulty(value);

/** An expression that is true where `value` is a fit leaf of the type. */
const leafTest = (type: GraphQLLeafType, value: string, values: CodeValues): string => {
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name));
    return `${values.add(names)}.has(${value})`;
  }
  switch (type.name) {
    case "String":
    case "ID":
      return `typeof ${value}==="string"`;
    case "Int":
      return `(${value}|0)===${value}`;
    case "Float":
      return `typeof ${value}==="number"`;
    case "Boolean":
      return `typeof ${value}==="boolean"`;
    default:
      return `${value}!==undefined&&${value}!==null&&typeof ${value}!=="symbol"`;
  }
};

/** An expression for what is no fit value. */
const otherwise = (shape: ValueShape, value: string, values: CodeValues): string => {
  if (shape.kind === "leaf" && shape.type.name === "ID") {
    return `${values.add(shape.isNullable ? idNullOrFaulty : idOrFaulty)}(${value})`;
  }
  return shape.isNullable ? `${values.add(nullOrFaulty)}(${value})` : `${values.add(faulty)}()`;
};

/** What is compiled together. */
interface Compilation {
  /** Fields so far whose values may be shared. */
  shared: number;
}

/** An expression for the completed value, from one for the value. */
const valueCode = (
  shape: ValueShape,
  value: string,
  values: CodeValues,
  compilation: Compilation,
): string => {
  const orElse = otherwise(shape, value, values);
  switch (shape.kind) {
    case "leaf":
      return `${leafTest(shape.type, value, values)}?${value}:${orElse}`;
    case "list":
      return `Array.isArray(${value})?${values.add(compileList(shape.of, compilation))}(${value},x):${orElse}`;
    case "object":
    case "abstract": {
      const complete = values.add(
        shape.kind === "object"
          ? compileObject(shape.object, compilation)
          : compileChoice(shape, compilation),
      );
      return `typeof ${value}==="object"&&${value}!==null&&!Array.isArray(${value})?${complete}(${value},x):${orElse}`;
    }
  }
};

const compileList = (of: ValueShape, compilation: Compilation): ((list: unknown[]) => unknown[]) =>
  compileFunction("list,x", (values) => {
    const completed = valueCode(of, "v", values, compilation);
    return `const n=list.length,out=[];for(let i=0;i<n;i++){const v=list[i];out.push(${completed})}return out`;
  });

/** Abstract types: what a subgraph says an object is decides how it is completed. */
const compileChoice = (shape: AbstractShape, compilation: Compilation): Projection => {
  const projections = new Map<unknown, Projection>();
  return (source, shared) => {
    const typeName = source["__typename"];
    const known = projections.get(typeName);
    if (known !== undefined) return known(source, shared);
    const object = shape.objectOf(typeName);
    if (object === null) return faulty();
    const projection = compileObject(object, compilation);
    projections.set(typeName, projection);
    return projection(source, shared);
  };
};

/** A function that completes a value that may be shared: the same value again has the same result. */
const compileShared = (shape: ValueShape, compilation: Compilation) => {
  const complete = compileFunction<(value: unknown, shared: Shared) => unknown>(
    "v,x",
    (values) => `return ${valueCode(shape, "v", values, compilation)}`,
  );
  const index = compilation.shared++;
  return (value: unknown, shared: Shared): unknown => {
    let results = shared[index];
    if (results === undefined) {
      results = new Map();
      shared[index] = results;
    }
    let result = results.get(value);
    if (result === undefined) {
      result = complete(value, shared);
      results.set(value, result);
    }
    return result;
  };
};

const fieldCode = (
  field: FieldShape,
  { typeName, isConcrete }: ObjectShape,
  variable: string,
  values: CodeValues,
  compilation: Compilation,
): { read: string; write: string } => {
  const name = literal(field.responseName);
  const key = field.responseName === "__proto__" ? `[${name}]` : name; // computed, it is a key like any other
  switch (field.kind) {
    case "fetched": {
      const read = `const ${variable}=s[${literal(field.sourceName)}];`;
      const plain = valueCode(field.value, variable, values, compilation);
      if (!field.isSharable || field.value.kind === "leaf") return { read, write: `${key}:${plain}` };
      const shared = values.add(compileShared(field.value, compilation));
      return { read, write: `${key}:x===null?(${plain}):${shared}(${variable},x)` };
    }
    case "typename":
      return { read: "", write: `${key}:${isConcrete ? literal(typeName) : `${values.add(faulty)}()`}` };
    case "introspection":
      return { read: "", write: `${key}:${values.add(faulty)}()` };
  }
};

const compileObject = (shape: ObjectShape, compilation: Compilation): Projection =>
  compileFunction<Projection>("s,x", (values) => {
    const fields = shape.fields.map((field, index) =>
      fieldCode(field, shape, `v${index}`, values, compilation),
    );
    const reads = fields.map(({ read }) => read).join("");
    return `${reads}return{${fields.map(({ write }) => write).join()}}`;
  });

/**
 * Compiles a shape to code: one function for each kind of object, that reads the properties it needs, checks them and
 * writes one literal.
 */
export const compileProjection = (shape: ObjectShape): Projection => compileObject(shape, { shared: 0 });
