import { buildSchema, type DocumentNode, Kind, parse, type ValidationRule, validate } from "graphql";
import { LRUCache } from "lru-cache";
import type { GatewayErrorCode } from "../error-catalogue.js";
import { refusal } from "../errors.js";
import { isPureIntrospection } from "./introspection.js";
import type { Limits } from "./limits.js";
import { maxAliasesRule } from "./max-aliases.js";
import { maxDepthRule } from "./max-depth.js";
import { maxDirectivesRule } from "./max-directives.js";
import { maxFieldsRule } from "./max-fields.js";
import { maxRootFieldsRule } from "./max-root-fields.js";

/** Letters of documents whose verdict is remembered. */
const MAX_REMEMBERED_LETTERS = 10_000_000;

/** The operation that a request asks for. */
export interface AdmittedOperation {
  readonly name: string | null;
  readonly kind: "query" | "mutation" | "subscription";
  /** Asks for the schema and nothing else. */
  readonly isPureIntrospection: boolean;
}

/** What was found of a document the first time. */
interface Verdict {
  readonly refused: { readonly code: GatewayErrorCode; readonly message: string } | null;
  readonly operations: readonly AdmittedOperation[];
}

const deepest = "The document nests deeper than the gateway can read. Ask in two queries.";

/** @returns `null` where the document is not GraphQL: what is wrong with it is told by Apollo Server's own parser */
const parseWithin = (query: string, maxTokens: number): DocumentNode | null => {
  try {
    return parse(query, { maxTokens });
  } catch (error) {
    if (error instanceof RangeError) throw refusal("QUERY_TOO_DEEP", deepest); // the parser ran out of stack
    if (error instanceof Error && error.message.includes("tokens. Parsing aborted")) {
      throw refusal(
        "QUERY_TOO_MANY_TOKENS",
        `The document has more than ${maxTokens} tokens. Move values into variables, or split it.`,
      );
    }
    return null;
  }
};

const operationsOf = (document: DocumentNode): AdmittedOperation[] =>
  document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => ({
      name: operation.name?.value ?? null,
      kind: operation.operation,
      isPureIntrospection: isPureIntrospection(document, operation),
    }));

const pick = (
  operations: readonly AdmittedOperation[],
  name: string | null,
): AdmittedOperation | undefined => {
  if (name === null) return operations.length === 1 ? operations[0] : undefined;
  return operations.find((operation) => operation.name === name);
};

/** The limits are of the document alone, so that a verdict outlives a swap of the schema. */
const NO_SCHEMA = buildSchema("type Query { unused: Boolean }");

/**
 * Decides whether a document may be worked on at all. Comes before Apollo Server's validation, whose own rules take
 * their time over documents that are made to be slow.
 * @throws GatewayError with the first limit that is passed, or where no operation can be told
 */
export const createAdmission = (limits: Limits) => {
  const rules: readonly ValidationRule[] = [
    maxDepthRule(limits.depth),
    maxFieldsRule(limits.fields),
    maxRootFieldsRule(limits.rootFields),
    maxAliasesRule(limits.aliases),
    maxDirectivesRule(limits.directives),
  ];
  const verdicts = new LRUCache<string, Verdict>({
    maxSize: MAX_REMEMBERED_LETTERS,
    sizeCalculation: (_, query) => query.length + 1_000,
  });

  const judge = (document: DocumentNode): Verdict["refused"] => {
    try {
      const [error] = validate(NO_SCHEMA, document, rules, { maxErrors: 1 });
      if (error === undefined) return null;
      return { code: error.extensions["code"] as GatewayErrorCode, message: error.message };
    } catch (error) {
      if (error instanceof RangeError) return { code: "QUERY_TOO_DEEP", message: deepest };
      throw error;
    }
  };

  /** @returns `null` where the document is not GraphQL, and so can't run */
  return (query: string, operationName: string | null): AdmittedOperation | null => {
    let verdict = verdicts.get(query);
    if (verdict === undefined) {
      const document = parseWithin(query, limits.tokens);
      if (document === null) return null;
      verdict = { refused: judge(document), operations: operationsOf(document) };
      verdicts.set(query, verdict);
    }
    if (verdict.refused !== null) throw refusal(verdict.refused.code, verdict.refused.message);

    const operation = pick(verdict.operations, operationName);
    if (operation === undefined) {
      throw refusal(
        "OPERATION_RESOLUTION_FAILURE",
        operationName === null
          ? "The document has no operation, or several; name one of them in operationName."
          : "The document has no operation of the name in operationName.",
      );
    }
    if (operation.kind === "subscription") {
      throw refusal("SUBSCRIPTIONS_NOT_SUPPORTED", "This gateway serves queries and mutations only.");
    }
    return operation;
  };
};

/** @see createAdmission */
export type Admit = ReturnType<typeof createAdmission>;
