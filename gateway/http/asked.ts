import type { FastifyRequest } from "fastify";

/** The document and the operation that a request asks for. */
export interface Asked {
  readonly query: string;
  readonly operationName: string | null;
}

const single = (values: readonly unknown[]): unknown => (values.length === 1 ? values[0] : undefined);

/** Exactly as Apollo Server will read it: what is judged here must be what runs there. */
const parametersOf = (request: FastifyRequest): Record<string, unknown> => {
  if (request.method === "GET") {
    const parameters = new URL(request.url, "http://gateway.invalid/").searchParams;
    return {
      query: single(parameters.getAll("query")),
      operationName: single(parameters.getAll("operationName")),
    };
  }
  return typeof request.body === "object" && request.body !== null
    ? (request.body as Record<string, unknown>)
    : {};
};

/** @returns `null` where Apollo Server will refuse the request anyway */
export const askedIn = (request: FastifyRequest): Asked | null => {
  const { query, operationName } = parametersOf(request);
  if (typeof query !== "string" || query === "") return null;
  return { query, operationName: typeof operationName === "string" ? operationName : null };
};
