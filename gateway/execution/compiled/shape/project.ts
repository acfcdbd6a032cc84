import { type GraphQLLeafType, isEnumType } from "graphql";
import type { Entity } from "../records.js";
import type { AbstractShape, FieldShape, ObjectShape, ValueShape } from "./shape.js";

/** Makes the answer from what was fetched. @throws FAULTY where there is any fault: then `completeAnswer` tells which */
export type Projection = (source: Entity) => Entity;

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

/** What generated code calls; each is one of its parameters. */
interface Callables {
  /** @returns the name under which code can use it */
  add(callable: unknown): string;
}

const text = JSON.stringify;

/** An expression that is true where `value` is a fit leaf of the type. */
const leafTest = (type: GraphQLLeafType, value: string, callables: Callables): string => {
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name));
    return `${callables.add(names)}.has(${value})`;
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

const otherwise = (shape: ValueShape, value: string): string => {
  if (shape.kind === "leaf" && shape.type.name === "ID")
    return shape.isNullable ? `id0(${value})` : `id1(${value})`;
  return shape.isNullable ? `nil(${value})` : "faulty()";
};

/** An expression for the completed value, from one for the value. */
const valueCode = (shape: ValueShape, value: string, callables: Callables): string => {
  const orElse = otherwise(shape, value);
  switch (shape.kind) {
    case "leaf":
      return `${leafTest(shape.type, value, callables)}?${value}:${orElse}`;
    case "list":
      return `Array.isArray(${value})?${callables.add(compileList(shape.of))}(${value}):${orElse}`;
    case "object":
    case "abstract": {
      const complete = callables.add(
        shape.kind === "object" ? compileProjection(shape.object) : compileChoice(shape),
      );
      return `typeof ${value}==="object"&&${value}!==null&&!Array.isArray(${value})?${complete}(${value}):${orElse}`;
    }
  }
};

/** Compiles a function of one parameter. */
const compileFunction = <Compiled>(parameter: string, body: (callables: Callables) => string): Compiled => {
  const values: unknown[] = [];
  const names: string[] = [];
  const code = body({
    add(callable) {
      values.push(callable);
      names.push(`c${names.length}`);
      return `c${names.length - 1}`;
    },
  });
  const make = new Function(
    "faulty",
    "nil",
    "id0",
    "id1",
    ...names,
    `"use strict";return function(${parameter}){${code}}`,
  );
  return make(faulty, nullOrFaulty, idNullOrFaulty, idOrFaulty, ...values) as Compiled;
};

const compileList = (of: ValueShape): ((list: unknown[]) => unknown[]) =>
  compileFunction("list", (callables) => {
    const completed = valueCode(of, "v", callables);
    return `const n=list.length,out=[];for(let i=0;i<n;i++){const v=list[i];out.push(${completed})}return out`;
  });

/** Abstract types: what a subgraph says an object is decides how it is completed. */
const compileChoice = (shape: AbstractShape): Projection => {
  const projections = new Map<unknown, Projection>();
  return (source) => {
    const typeName = source["__typename"];
    const known = projections.get(typeName);
    if (known !== undefined) return known(source);
    const object = shape.objectOf(typeName);
    if (object === null) return faulty();
    const projection = compileProjection(object);
    projections.set(typeName, projection);
    return projection(source);
  };
};

const fieldCode = (
  field: FieldShape,
  { typeName, isConcrete }: ObjectShape,
  variable: string,
  callables: Callables,
): { read: string; write: string } => {
  const name = text(field.responseName);
  const key = field.responseName === "__proto__" ? `[${name}]` : name; // computed, it is a key like any other
  switch (field.kind) {
    case "fetched":
      return {
        read: `const ${variable}=s[${text(field.sourceName)}];`,
        write: `${key}:${valueCode(field.value, variable, callables)}`,
      };
    case "typename":
      return { read: "", write: `${key}:${isConcrete ? text(typeName) : "faulty()"}` };
    case "introspection":
      return { read: "", write: `${key}:faulty()` };
  }
};

/**
 * Compiles a shape to code: one function for each kind of object, that reads the properties it needs, checks them and
 * writes one literal. The engine then knows every object's layout beforehand, which makes it many times faster than
 * going through the fields one by one. Nothing of a client or a subgraph becomes code but names, which are quoted.
 */
export const compileProjection = (shape: ObjectShape): Projection =>
  compileFunction<Projection>("s", (callables) => {
    const fields = shape.fields.map((field, index) => fieldCode(field, shape, `v${index}`, callables));
    const reads = fields.map(({ read }) => read).join("");
    return `${reads}return{${fields.map(({ write }) => write).join()}}`;
  });
