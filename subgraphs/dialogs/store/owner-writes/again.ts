/**
 * What PostgreSQL says where two transactions got in each other's way, and the same work, begun anew, finds what the
 * other has done: an id that was free when it looked, a deadlock, a serialization failure.
 */
const COLLISIONS: ReadonlySet<unknown> = new Set(["23505", "40P01", "40001"]);

const MAX_TRIES = 5;

const isCollision = (error: unknown): boolean => {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && COLLISIONS.has(at.code)) return true;
  }
  return false;
};

/** Does a transaction again where it collided with another. On SQLite transactions run one after the other. */
export const againWhereCollided = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === MAX_TRIES || !isCollision(error)) throw error;
    }
  }
};
