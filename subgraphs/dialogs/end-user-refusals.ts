import type { FastifyReply } from "fastify";
import { tableOf } from "../../lib/table-of.js";
import { dialogsErrors } from "./errors.js";

/** Statuses of what is refused before the room is reached. */
const BEFORE: Readonly<Record<string, number>> = tableOf({
  UNAUTHENTICATED: 401,
  VIEWER_UNKNOWN: 403,
  IDENTITY_UNAVAILABLE: 503,
  AUTHORIZATION_UNAVAILABLE: 503,
});

/** The status of an error that was written to be shown; null where its code is nobody's. */
export const statusOf = (code: string): number | null =>
  (dialogsErrors as Readonly<Record<string, { readonly status: number }>>)[code]?.status ??
  BEFORE[code] ??
  null;

/** Refuses an end user's request over plain HTTP, as GraphQL says errors. */
export const refuse = (reply: FastifyReply, status: number, errors: readonly object[]) =>
  reply
    .code(status)
    .header("cache-control", "no-store")
    .type("application/json; charset=utf-8")
    .send({ errors });

/** The same, for one error with a code. */
export const refuseFor = (
  reply: FastifyReply,
  { code, message }: { readonly code: string; readonly message: string },
) => {
  const status = statusOf(code) ?? 500;
  if (status === 401) reply.header("www-authenticate", 'Bearer error="invalid_token"');
  if (status === 503) reply.header("retry-after", "5");
  return refuse(reply, status, [{ message, extensions: { code } }]);
};
