/** How large a request may be. Fragments count as often as they are used. */
export interface Limits {
  /** Bytes of a request's body. */
  readonly bodyBytes: number;
  /** Lexical tokens of a document. */
  readonly tokens: number;
  /** Fields within fields. */
  readonly depth: number;
  /** Fields of an operation. */
  readonly fields: number;
  /** Fields of an operation that are given another name. */
  readonly aliases: number;
  /** Fields at the root of an operation. */
  readonly rootFields: number;
  /** Directives in an operation. */
  readonly directives: number;
  /** Objects that an answer may have, by the sizes of the pages that are asked for. */
  readonly cost: number;
}

/** Wide enough for a whole page in one query and the sandbox's introspection; narrow enough to be planned quickly. */
export const defaultLimits: Limits = {
  bodyBytes: 1_000_000,
  tokens: 15_000,
  depth: 30,
  fields: 3_500,
  aliases: 100,
  rootFields: 30,
  directives: 100,
  cost: 100_000,
};
