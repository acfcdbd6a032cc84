import type { FastifyReply } from "fastify";
import type { RequestScope } from "../execution/request-scope.js";

/** One line for each operation. Never a variable, a token or anything of a person. */
export const logOperation = ({ log, summary }: RequestScope, reply: FastifyReply): void => {
  const { name, kind, hash, fetches, errorCodes } = summary;
  log.info(
    {
      operation: name,
      kind,
      hash,
      status: reply.statusCode,
      durationMillis: Math.round(reply.elapsedTime * 10) / 10,
      fetches,
      errorCodes: [...errorCodes],
    },
    "A GraphQL operation was answered.",
  );
};
