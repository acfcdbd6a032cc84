import { type JoinedDocument, joinDocuments } from "./joined-document.js";
import type { Wave } from "./waves.js";

/** Which documents of a wave come together differs from request to request. So many ways are kept. */
const MAX_COMPANIES = 32;

/** A request that asks what several documents of a wave ask. */
export interface CompiledJoin extends JoinedDocument {
  /** Body of the request as JSON, up to the first variable. */
  readonly bodyStart: string;
}

/** A wave, ready to be sent. */
export interface CompiledWave {
  readonly size: number;
  /**
   * One request for several of its documents.
   * @param queries in the order of the wave
   * @returns `null` where each has to be sent by itself
   */
  joined(queries: readonly string[]): CompiledJoin | null;
  /** The subgraph does not take these in one request. */
  part(queries: readonly string[]): void;
  /** Puts documents into the wave's order. */
  compare(query: string, other: string): number;
}

/**
 * The same text with a byte for each letter, where that will do. A plan comes from the planner's thread with two, and so
 * would every request that begins with a part of it: twice as much to write, to read and to carry along.
 */
const narrow = (text: string): string =>
  Buffer.byteLength(text) === text.length ? Buffer.from(text, "latin1").toString("latin1") : text;

/** Body of a request as JSON, up to the first variable. */
export const bodyStart = ({
  query,
  operationName,
}: Pick<JoinedDocument, "query" | "operationName">): string => {
  const name = operationName === null ? "" : `,"operationName":${JSON.stringify(operationName)}`;
  return narrow(`{"query":${JSON.stringify(query)}${name},"variables":{`);
};

export const compileWave = ({ size, documents }: Wave): CompiledWave => {
  const companies = new Map<string, CompiledJoin | null>();
  const places = new Map(documents.map((query, index) => [query, index]));
  const placeOf = (query: string): number => places.get(query) ?? -1;
  const keyOf = (queries: readonly string[]): string => queries.map(placeOf).join();
  return {
    size,
    joined(queries) {
      const key = keyOf(queries);
      const known = companies.get(key);
      if (known !== undefined) return known;
      if (companies.size >= MAX_COMPANIES) return null;
      const document = joinDocuments(queries);
      const join = document && { ...document, bodyStart: bodyStart(document) };
      companies.set(key, join);
      return join;
    },
    part(queries) {
      companies.set(keyOf(queries), null);
    },
    compare: (query, other) => placeOf(query) - placeOf(other),
  };
};
