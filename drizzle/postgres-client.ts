import type pg from "pg";

/** What is written to a connection from here on, until this turn of the event loop ends, goes out as one. */
export const gather = ({ connection: { stream } }: pg.PoolClient): void => {
  stream.cork();
  process.nextTick(() => stream.uncork());
};

/**
 * Lends a connection from the pool for some work.
 * @param isUsedUp asked after the work: such a connection is not used again, nor is one on which the work failed
 */
export const withClient = async <T>(
  pool: pg.Pool,
  isUsedUp: (client: pg.PoolClient) => boolean,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> => {
  const client = await pool.connect();
  // A connection that breaks is told of by its statement; without a listener it ends the process.
  const ignore = (): void => undefined;
  client.on("error", ignore);
  let isWanted = false;
  try {
    const result = await work(client);
    isWanted = !isUsedUp(client);
    return result;
  } finally {
    client.off("error", ignore);
    client.release(!isWanted);
  }
};
