import pg from "pg";
import { createListeners, type Listeners } from "./listeners.js";

const RECONNECT_MILLIS = 1_000;

export interface PostgresNotices {
  /** A channel of this schema: several may share a database. */
  nameOf(channel: string): string;
  listen(channel: string, listener: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/**
 * LISTEN, on one connection of its own that is opened with the first listener: a pooled one would be handed to somebody
 * else. A connection that is lost is opened again, and then everybody is told, for nobody knows what was missed.
 */
export const createPostgresNotices = ({ url, schema }: { url: string; schema: string }): PostgresNotices => {
  const channels = new Map<string, Listeners>();
  let client: pg.Client | null = null;
  let connecting: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;

  const nameOf = (channel: string): string => `tunet_${schema}_${channel}`;

  const reconnect = (): void => {
    if (!isClosed) timer = setTimeout(() => void connect().catch(reconnect), RECONNECT_MILLIS).unref();
  };

  const open = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, application_name: `tunet-${schema}-notices` });
    const lost = (): void => {
      if (client !== next) return;
      client = null;
      void next.end().catch(() => undefined);
      reconnect();
    };
    next.on("error", lost);
    next.on("end", lost);
    next.on("notification", ({ channel }) => channels.get(channel)?.tell());
    try {
      await next.connect();
      for (const name of channels.keys()) await next.query(`LISTEN ${next.escapeIdentifier(name)}`);
    } catch (error) {
      void next.end().catch(() => undefined);
      throw error;
    }
    client = next;
    for (const listeners of channels.values()) listeners.tell();
  };

  const connect = async (): Promise<void> => {
    if (isClosed || client !== null) return;
    connecting ??= open().finally(() => {
      connecting = null;
    });
    await connecting;
  };

  return {
    nameOf,
    async listen(channel, listener) {
      const name = nameOf(channel);
      const listeners = channels.get(name) ?? createListeners();
      channels.set(name, listeners);
      const end = listeners.add(listener);
      await connect();
      await client?.query(`LISTEN ${client.escapeIdentifier(name)}`);
      return async () => end();
    },
    async close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      await connecting?.catch(() => undefined);
      const last = client;
      client = null;
      await last?.end().catch(() => undefined);
    },
  };
};
