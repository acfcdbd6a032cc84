import { GraphQLError, Kind, type OperationDefinitionNode, parse } from "graphql";
import { LRUCache } from "lru-cache";
import { refusal } from "../errors.js";

/** A document that asks for marked fields. */
export interface MarkedDocument {
  /** Of the root. */
  readonly fields: readonly string[];
  readonly isQuery: boolean;
}

/** Whoever asks has a few documents, and asks with them again and again. */
const MAX_DOCUMENTS = 1_000;
const MAX_TOKENS = 5_000;

/** Marked fields are asked for one document at a time: one operation whose root has nothing but fields. */
const readDocument = (text: string): MarkedDocument => {
  const { definitions } = parse(text, { noLocation: true, maxTokens: MAX_TOKENS });
  const [operation, ...rest] = definitions.filter(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  const selections = operation?.selectionSet.selections ?? [];
  const fields = selections.flatMap((node) => (node.kind === Kind.FIELD ? [node.name.value] : []));
  if (operation === undefined || rest.length > 0 || fields.length !== selections.length) {
    throw refusal("BAD_REQUEST", "Send one operation, with fields at its root and no fragments there.");
  }
  if (operation.operation === "subscription") throw refusal("BAD_REQUEST", "Send a query or a mutation.");
  return { fields, isQuery: operation.operation === "query" };
};

/** Reads documents, each once. @throws GatewayError `BAD_REQUEST` */
export const createDocumentReader = (): ((text: string) => MarkedDocument) => {
  const known = new LRUCache<string, MarkedDocument>({ max: MAX_DOCUMENTS });
  return (text) => {
    const read = known.get(text);
    if (read !== undefined) return read;
    try {
      const document = readDocument(text);
      known.set(text, document);
      return document;
    } catch (error) {
      if (error instanceof GraphQLError && !("code" in error)) throw refusal("BAD_REQUEST", error.message);
      throw error;
    }
  };
};
