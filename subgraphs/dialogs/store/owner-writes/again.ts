/**
 * What a database says where the same work, begun anew, finds what stood in its way: an id that is another's, or that was
 * free when it looked; on PostgreSQL a deadlock, a serialization failure.
 */
const COLLISIONS: ReadonlySet<unknown> = new Set([
  "23505",
  "40P01",
  "40001",
  "SQLITE_CONSTRAINT_PRIMARYKEY",
  "SQLITE_CONSTRAINT_UNIQUE",
]);

const MAX_TRIES = 5;

const hasCode = (error: unknown, isSought: (code: unknown) => boolean): boolean => {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && isSought(at.code)) return true;
  }
  return false;
};

const isCollision = (error: unknown): boolean => hasCode(error, (code) => COLLISIONS.has(code));

/** PostgreSQL's classes of what it refuses to keep (22, 23, 54) or has taken back, and SQLite's. */
const REFUSALS = /^((22|23|54)[0-9A-Z]{3}|40001|40P01)$|^SQLITE_(CONSTRAINT|TOOBIG|MISMATCH)/;

/** Whether a database said that it keeps nothing of a transaction, because of what it was given. */
export const isRefusal = (error: unknown): boolean => hasCode(error, (code) => REFUSALS.test(String(code)));

/** Does a transaction again where it collided with another. @param work is told how often it was tried, with this time */
export const againWhereCollided = async <T>(work: (tries: number) => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      return await work(tries);
    } catch (error) {
      if (tries === MAX_TRIES || !isCollision(error)) throw error;
    }
  }
};
