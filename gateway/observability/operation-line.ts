import type { FastifyReply, FastifyRequest } from "fastify";
import type { OperationSummary } from "../execution/request-scope.js";

/**
 * One line for each operation. Never a variable, a token or anything of a person.
 * @param summary `null` where the request was refused before anything was known of it
 */
export const logOperation = (
  request: FastifyRequest,
  reply: FastifyReply,
  summary: OperationSummary | null,
): void => {
  request.log.info(
    {
      operation: summary?.name ?? null,
      kind: summary?.kind ?? null,
      hash: summary?.hash ?? null,
      status: reply.statusCode,
      durationMillis: Math.round(reply.elapsedTime * 10) / 10,
      fetches: summary?.fetches ?? 0,
      errorCodes: [...(summary?.errorCodes ?? [])],
    },
    "A GraphQL operation was answered.",
  );
};
