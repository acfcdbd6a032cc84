import type { FastifyBaseLogger } from "fastify";
import type { SubgraphError } from "../datasource/subgraph-error.js";

/** Of one fetch. A thousand entities that fail alike are told as these few, and their number. */
const MAX_TOLD_ERRORS = 5;

const inShort = ({ code, path, cause }: SubgraphError) => ({
  code,
  path,
  reason: cause instanceof Error ? cause.message : cause,
});

/** A failed handshake brings the other side's certificate whole: what is wrong with it is in the message. */
const toldCause = (cause: unknown): unknown => {
  if (!(cause instanceof Error) || !("cert" in cause)) return cause;
  const { message, code } = cause as NodeJS.ErrnoException;
  return Object.assign(new Error(message), { code });
};

/**
 * One line for a fetch that failed, wholly or in part. Only what is worth a look is told: errors that were masked, and
 * those that say that a subgraph does not work.
 */
export const logFailure = (
  log: FastifyBaseLogger,
  service: string,
  errors: readonly SubgraphError[],
): void => {
  const failures = errors.filter(({ cause, code }) => cause !== undefined || code.startsWith("SUBGRAPH_"));
  const [first, ...rest] = failures.slice(0, MAX_TOLD_ERRORS);
  if (first === undefined) return;
  const { code, path, cause } = first;
  const line = {
    service,
    code,
    path,
    ...(cause === undefined ? {} : { err: toldCause(cause) }),
    failures: failures.length,
    ...(rest.length === 0 ? {} : { others: rest.map(inShort) }),
  };
  if (failures.some(({ cause }) => cause !== undefined)) log.error(line, "A subgraph failed.");
  else log.warn(line, "A subgraph failed.");
};
