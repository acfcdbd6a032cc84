import { createHash } from "node:crypto";
import { type DocumentNode, Kind, parse } from "graphql";
import { messageOf } from "../../lib/errors.js";
import { refusal } from "../errors.js";
import type { KnownOperation } from "../supergraph/operation-register.js";

/** Documents that were known before anybody asked: those of the frontends that are deployed. */
export interface TrustedDocuments {
  /** By the id that clients send in place of the text. */
  readonly documents: ReadonlyMap<string, string>;
  /** Whether nothing else may run. */
  readonly only: boolean;
}

/** What the gateway does with trusted documents. */
export interface TrustedDocumentStore {
  /**
   * The body with the text of the document in place of its id; one that names no document by id as it came.
   * @throws GatewayError `DOCUMENT_UNKNOWN` or `BAD_REQUEST`
   */
  resolve(body: unknown): unknown;
  /** @throws GatewayError `DOCUMENT_NOT_TRUSTED` where only trusted documents may run, and this is none */
  check(query: string): void;
  /** What a snapshot has to be ready for, whether or not it was asked for lately. */
  readonly operations: readonly KnownOperation[];
}

type Body = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Body =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `sha256:` may stand before a hash, as in GraphQL over HTTP's draft on persisted documents. */
const bare = (id: string): string => (id.startsWith("sha256:") ? id.slice("sha256:".length) : id);

/** `documentId` (GraphQL over HTTP), or the hash of a persisted query that comes without its text (Apollo's clients). */
const idIn = (body: Body): unknown => {
  if (body["documentId"] !== undefined) return body["documentId"];
  const extensions = body["extensions"];
  const persisted = isRecord(extensions) ? extensions["persistedQuery"] : undefined;
  return isRecord(persisted) && body["query"] === undefined ? persisted["sha256Hash"] : undefined;
};

const withText = ({ documentId: _, extensions, ...body }: Body, query: string): Body => {
  const { persistedQuery: __, ...others } = isRecord(extensions) ? extensions : {};
  return { ...body, query, ...(Object.keys(others).length === 0 ? {} : { extensions: others }) };
};

const parseTrusted = (id: string, query: string): DocumentNode => {
  try {
    return parse(query);
  } catch (error) {
    throw new Error(`The trusted document "${id}" is not GraphQL: ${messageOf(error)}`, { cause: error });
  }
};

/** One for each operation, as clients name them: the only one of a document may go without. */
const operationsOf = ([id, query]: readonly [string, string]): KnownOperation[] => {
  const names = parseTrusted(id, query).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value ?? null] : [],
  );
  const queryHash = createHash("sha256").update(query).digest("hex");
  const asked = names.length === 1 ? [null, ...names.filter((name) => name !== null)] : names;
  return asked.map((operationName) => ({ queryHash, query, operationName }));
};

/** @throws Error where a document is not GraphQL */
export const createTrustedDocuments = ({ documents, only }: TrustedDocuments): TrustedDocumentStore => {
  const byId = new Map([...documents].map(([id, query]) => [bare(id), query]));
  const texts = new Set(documents.values());
  return {
    operations: [...documents].flatMap(operationsOf),
    resolve(body) {
      if (!isRecord(body)) return body;
      const id = idIn(body);
      if (id === undefined) return body;
      if (typeof id !== "string" || body["query"] !== undefined) {
        throw refusal("BAD_REQUEST", "Send either the document's text in query, or its id in documentId.");
      }
      const query = byId.get(bare(id));
      if (query !== undefined) return withText(body, query);
      throw refusal(
        "DOCUMENT_UNKNOWN",
        "No document has this id here. Send its text, or have it published to this gateway first.",
      );
    },
    check(query) {
      if (!only || texts.has(query)) return;
      throw refusal(
        "DOCUMENT_NOT_TRUSTED",
        "This gateway runs documents only that were published to it. Send the id of one, or its exact text.",
      );
    },
  };
};
