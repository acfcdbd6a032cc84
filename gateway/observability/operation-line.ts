import type { RequestScope } from "../execution/request-scope.js";

/** One line for each operation. Never a variable, a token or anything of a person. */
export const logOperation = (
  { log, summary }: RequestScope,
  ended: { readonly status: number; readonly durationMillis: number; readonly isAbandoned: boolean },
): void => {
  const { name, kind, hash, fetches, errorCodes } = summary;
  const line = {
    operation: name,
    kind,
    hash,
    status: ended.isAbandoned ? null : ended.status,
    durationMillis: Math.round(ended.durationMillis * 10) / 10,
    fetches,
    errorCodes: [...errorCodes],
  };
  log.info(
    line,
    ended.isAbandoned ? "A client left before its answer was there." : "A GraphQL operation was answered.",
  );
};
