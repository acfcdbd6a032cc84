import { createHash } from "node:crypto";
import { type DocumentNode, type GraphQLSchema, printSchema } from "graphql";
import { LRUCache } from "lru-cache";

/** Letters of documents that are kept parsed; a parsed letter takes some fifty bytes. */
const MAX_LETTERS = 1_000_000;
const ENTRY_LETTERS = 100;

/**
 * Documents that were parsed, and found valid for an API schema. Apollo Server looks here before it does either; its
 * key is the SHA-256 of the schema as text, a colon, and that of the document. So documents outlive a swap that leaves
 * the API as it is, and the others can be put here before a swap.
 */
export interface DocumentStore {
  get(key: string): Promise<DocumentNode | undefined>;
  set(key: string, document: DocumentNode): Promise<void>;
  delete(key: string): Promise<boolean>;
}

/** What the keys of a schema's documents begin with. */
export const documentKeyPrefix = (schema: GraphQLSchema): string =>
  `${createHash("sha256").update(printSchema(schema)).digest("hex")}:`;

export const createDocumentStore = (): DocumentStore => {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: MAX_LETTERS,
    sizeCalculation: ({ loc }) => (loc?.end ?? 0) + ENTRY_LETTERS,
  });
  return {
    get: async (key) => documents.get(key),
    async set(key, document) {
      documents.set(key, document);
    },
    delete: async (key) => documents.delete(key),
  };
};
