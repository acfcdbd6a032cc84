import { Kind, parse, print, visit } from "graphql";
import type { RecordedOperation } from "./check/operation-use.js";
import { sha256 } from "./signing.js";

/** A recorded operation, its document as text. */
export interface OperationText extends Omit<RecordedOperation, "document"> {
  readonly document: string;
}

/** How often a client sent an operation on a day. */
export interface OperationCount {
  readonly key: string;
  readonly document: string;
  readonly name: string | null;
  readonly client: string;
  /** Days since 1970 UTC. */
  readonly day: number;
  readonly count: number;
}

/**
 * An operation as it is recorded: without the values that were written into it, which may tell of persons, and without
 * comments. What it asks for stays: fields, arguments, the fields of inputs, and the values of enums.
 * @throws GraphQLError where the document is not GraphQL
 */
const withoutValues = (query: string): string =>
  print(
    visit(parse(query, { noLocation: true }), {
      StringValue: (node) => ({ kind: Kind.STRING, value: node.value === "" ? node.value : "…" }),
      IntValue: () => ({ kind: Kind.INT, value: "0" }),
      FloatValue: () => ({ kind: Kind.FLOAT, value: "0" }),
    }),
  );

/** A use as it is kept. Two documents that differ in written values, spaces or comments are one operation. */
export const countedUse = (
  use: Pick<OperationCount, "name" | "client" | "day" | "count"> & { readonly query: string },
): OperationCount => {
  const { query, name, client, day, count } = use;
  const document = withoutValues(query);
  return { key: sha256(`${name ?? ""}\n${document}`), document, name, client, day, count };
};

/** Operations as the checks take them. What can't be read any more is left out: no client can send it either. */
export const readOperations = (operations: readonly OperationText[]): RecordedOperation[] =>
  operations.flatMap((operation) => {
    try {
      return { ...operation, document: parse(operation.document, { noLocation: true }) };
    } catch {
      return [];
    }
  });
