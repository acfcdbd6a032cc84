/** What the databases say of a transaction that lost against another: PostgreSQL's SQLSTATE, SQLite's result codes. */
const CONCURRENCY: readonly string[] = ["40001", "40P01", "55P03", "SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT"];
const CONFLICT: readonly string[] = ["23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"];

/** Drizzle wraps what the driver throws. */
const MAX_CAUSES = 5;

const codesOf = (thrown: unknown): string[] => {
  const codes: string[] = [];
  let error: unknown = thrown;
  for (let depth = 0; depth < MAX_CAUSES && error instanceof Error; depth++) {
    const { code } = error as { code?: unknown };
    if (typeof code === "string") codes.push(code);
    error = error.cause;
  }
  return codes;
};

/**
 * How a transaction lost against another; trying again may well succeed. `CONCURRENCY`: both held what the other needs,
 * or it waited too long. `CONFLICT`: the other wrote what may be there once. `null`: it failed for another reason.
 */
export const lostRaceOf = (thrown: unknown): "CONCURRENCY" | "CONFLICT" | null => {
  const codes = codesOf(thrown);
  if (codes.some((code) => CONCURRENCY.includes(code))) return "CONCURRENCY";
  return codes.some((code) => CONFLICT.includes(code)) ? "CONFLICT" : null;
};
