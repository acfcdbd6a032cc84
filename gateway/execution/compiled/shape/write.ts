import { type GraphQLLeafType, isEnumType } from "graphql";
import { type CodeValues, compileFunction, literal, propertyCode } from "../code.js";
import { flatText } from "../flat-text.js";
import type { Entity } from "../records.js";
import { customJson, type WriteString } from "./json-string.js";
import type { AbstractShape, FieldShape, ObjectShape, ValueShape } from "./shape.js";

/** What was written of values that several objects hold: one map from value to JSON for each field where that may be. */
export type Shared = Map<unknown, string>[];

/**
 * Writes the answer as JSON, straight from what was fetched.
 * @param shared `null` where no value is held by several objects; otherwise each is written once
 * @throws FAULTY where there is any fault: then `completeAnswer` tells which
 */
export type Write = (source: Entity, shared: Shared | null) => string;

/** Thrown, once made, wherever an answer is not without a fault. */
export const FAULTY = new Error("The answer has a fault.");

const faulty = (): never => {
  throw FAULTY;
};

/** A value that is nothing usable: fine where it may be null and is. */
const nullOrFaulty = (value: unknown): null => (value === null || value === undefined ? null : faulty());

const idOrFaulty = (value: unknown): string => (Number.isSafeInteger(value) ? String(value) : faulty());

/** What is compiled together. */
interface Compilation {
  /** `null`: strings have nothing in them that JSON escapes, and go as they are between quotes. */
  readonly writeString: WriteString | null;
  /** Fields so far whose values may be shared. */
  shared: number;
}

/** A piece of the text: as it is, or what code makes of the fetched data. */
type Piece = { readonly text: string } | { readonly code: string };

const text = (of: string): Piece => ({ text: of });
const code = (of: string): Piece => ({ code: of });

/** One expression for pieces in a row. It is a string whatever its pieces are. */
const joined = (pieces: readonly Piece[]): string => {
  const parts: string[] = [];
  let pending = "";
  for (const piece of pieces) {
    if ("text" in piece) {
      pending += piece.text;
      continue;
    }
    if (pending !== "" || parts.length === 0) parts.push(literal(pending));
    parts.push(`(${piece.code})`);
    pending = "";
  }
  if (pending !== "" || parts.length === 0) parts.push(literal(pending));
  return parts.join("+");
};

/** How a leaf is written: a test that it fits, and what it is then. */
const leafCode = (
  type: GraphQLLeafType,
  value: string,
  values: CodeValues,
  writeString: WriteString | null,
) => {
  const quoted = writeString === null ? `'"'+${value}+'"'` : `${values.add(writeString)}(${value})`;
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name));
    return { test: `${values.add(names)}.has(${value})`, written: `'"'+${value}+'"'` };
  }
  switch (type.name) {
    case "String":
    case "ID":
      return { test: `typeof ${value}==="string"`, written: quoted };
    case "Int":
      return { test: `(${value}|0)===${value}`, written: value };
    case "Float": // what is infinite minus itself is not 0
      return { test: `typeof ${value}==="number"&&${value}-${value}===0`, written: value };
    case "Boolean":
      return { test: `typeof ${value}==="boolean"`, written: value };
    default:
      return {
        test: `${value}!==undefined&&${value}!==null&&typeof ${value}!=="symbol"`,
        written: `typeof ${value}==="string"?${quoted}:${values.add(customJson)}(${value})`,
      };
  }
};

const leafPieces = (
  { type, isNullable }: Extract<ValueShape, { kind: "leaf" }>,
  value: string,
  values: CodeValues,
  { writeString }: Compilation,
): Piece[] => {
  const isText = type.name === "String" || type.name === "ID";
  const { test, written } = leafCode(type, value, values, writeString);
  if (isText && !isNullable && writeString === null) {
    const orElse = values.add(type.name === "ID" ? idOrFaulty : faulty);
    return [text('"'), code(`${test}?${value}:${orElse}(${value})`), text('"')];
  }
  const orElse = `${values.add(isNullable ? nullOrFaulty : faulty)}(${value})`;
  if (type.name !== "ID") return [code(`${test}?${written}:${orElse}`)];
  const number = `typeof ${value}==="number"?'"'+${values.add(idOrFaulty)}(${value})+'"'`;
  return [code(`${test}?${written}:${number}:${orElse}`)];
};

/** The pieces that a value is written in. */
const valuePieces = (
  shape: ValueShape,
  value: string,
  values: CodeValues,
  compilation: Compilation,
): Piece[] => {
  if (shape.kind === "leaf") return leafPieces(shape, value, values, compilation);
  const orElse = `${values.add(shape.isNullable ? nullOrFaulty : faulty)}(${value})`;
  if (shape.kind === "list") {
    const list = values.add(compileList(shape.of, compilation));
    return [code(`Array.isArray(${value})?${list}(${value},x):${orElse}`)];
  }
  const object = values.add(
    shape.kind === "object" ? compileObject(shape.object, compilation) : compileChoice(shape, compilation),
  );
  const isObject = `typeof ${value}==="object"&&${value}!==null&&!Array.isArray(${value})`;
  return [code(`${isObject}?${object}(${value},x):${orElse}`)];
};

const compileList = (of: ValueShape, compilation: Compilation): ((list: unknown[]) => string) =>
  compileFunction("list,x", (values) => {
    const element = joined(valuePieces(of, "v", values, compilation));
    return (
      "const n=list.length;if(n===0)return'[]';let v=list[0],t='['+" +
      `${element};for(let i=1;i<n;i++){v=list[i];t+=','+${element}}return t+']'`
    );
  });

/** Abstract types: what a subgraph says an object is decides how it is written. */
const compileChoice = (shape: AbstractShape, compilation: Compilation): Write => {
  const writers = new Map<unknown, Write>();
  return (source, shared) => {
    const typeName = source["__typename"];
    const known = writers.get(typeName);
    if (known !== undefined) return known(source, shared);
    const object = shape.objectOf(typeName);
    if (object === null) return faulty();
    const write = compileObject(object, compilation);
    writers.set(typeName, write);
    return write(source, shared);
  };
};

/** A function that writes a value that may be shared: the same value again is the same text. */
const compileShared = (shape: ValueShape, compilation: Compilation) => {
  const write = compileFunction<(value: unknown, shared: Shared) => string>(
    "v,x",
    (values) => `return ${joined(valuePieces(shape, "v", values, compilation))}`,
  );
  const index = compilation.shared++;
  return (value: unknown, shared: Shared): string => {
    let known = shared[index];
    if (known === undefined) {
      known = new Map();
      shared[index] = known;
    }
    let written = known.get(value);
    if (written === undefined) {
      written = flatText(write(value, shared)); // its pieces would be put together at each place
      known.set(value, written);
    }
    return written;
  };
};

const fieldCode = (
  field: FieldShape,
  { typeName, isConcrete }: ObjectShape,
  variable: string,
  values: CodeValues,
  compilation: Compilation,
): { read: string; pieces: readonly Piece[] } => {
  const key = text(`${JSON.stringify(field.responseName)}:`);
  switch (field.kind) {
    case "fetched": {
      const read = `const ${variable}=${propertyCode("s", field.sourceName)};`;
      const pieces = valuePieces(field.value, variable, values, compilation);
      if (!field.isSharable || field.value.kind === "leaf") return { read, pieces: [key, ...pieces] };
      const shared = values.add(compileShared(field.value, compilation));
      return { read, pieces: [key, code(`x===null?${joined(pieces)}:${shared}(${variable},x)`)] };
    }
    case "typename":
      return {
        read: "",
        pieces: [key, isConcrete ? text(`"${typeName}"`) : code(`${values.add(faulty)}()`)],
      };
    case "introspection":
      return { read: "", pieces: [key, code(`${values.add(faulty)}()`)] };
  }
};

const compileObject = (shape: ObjectShape, compilation: Compilation): Write =>
  compileFunction<Write>("s,x", (values) => {
    const fields = shape.fields.map((field, index) =>
      fieldCode(field, shape, `v${index}`, values, compilation),
    );
    const pieces = fields.flatMap(({ pieces: own }, index) => (index === 0 ? own : [text(","), ...own]));
    const reads = fields.map(({ read }) => read).join("");
    return `${reads}return ${joined([text("{"), ...pieces, text("}")])}`;
  });

/**
 * Compiles a shape to code: one function for each kind of object, that reads the properties it needs, checks them and
 * writes them.
 * @param writeString `null` where no string has anything in it that JSON escapes
 */
export const compileWrite = (shape: ObjectShape, writeString: WriteString | null): Write =>
  compileObject(shape, { writeString, shared: 0 });
