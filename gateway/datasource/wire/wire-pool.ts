import type { LookupFunction } from "node:net";
import { Chain } from "../chain.js";
import { Connection, type ConnectionListener, type WireExchange } from "./connection.js";

/** How long a connection is kept where the server does not say how long it keeps it. */
const DEFAULT_IDLE_MILLIS = 4_000;
/** A server that closes after this long might just be doing so. */
const MARGIN_MILLIS = 1_000;
const MAX_IDLE_MILLIS = 600_000;

/** A request that may be sent twice where the first was not answered with one byte. */
export interface PooledExchange extends WireExchange {
  readonly isRepeatable: boolean;
}

interface Idle {
  readonly connection: Connection;
  /** When it should not be used any more. */
  readonly until: number;
}

/**
 * Connections to one origin, kept alive. HTTP/1.1 and no more of it than an API needs: one request after the other on a
 * connection, no pipelining, no redirects, no cookies, no proxies.
 */
export class WirePool {
  readonly #url: URL;
  readonly #maxConnections: number;
  readonly #lookup: LookupFunction | undefined;
  readonly #open = new Map<Connection, PooledExchange | null>();
  /** The one that was free last is used first, so that those that are not needed grow old. */
  readonly #idle: Idle[] = [];
  readonly #waiting = new Chain<PooledExchange>();
  #isClosed = false;
  #repeated = new WeakSet<PooledExchange>();

  constructor(url: URL, maxConnections: number, lookup?: LookupFunction) {
    this.#url = url;
    this.#lookup = lookup;
    this.#maxConnections = maxConnections;
  }

  /** Sends a request, as soon as there is a connection. */
  send(exchange: PooledExchange): void {
    if (this.#isClosed) {
      exchange.onFailure(new Error("The connections are closed."));
      return;
    }
    const connection = this.#takeIdle() ?? this.#connect();
    if (connection === null) this.#waiting.add(exchange);
    else this.#sendOver(connection, exchange);
  }

  /** Nobody waits for a request any more. Its connection, if it has one, is of no use. */
  giveUp(exchange: PooledExchange): void {
    if (this.#waiting.remove(exchange)) return;
    for (const [connection, current] of this.#open) if (current === exchange) connection.destroy();
  }

  /** Ends every connection, and fails what is under way. */
  close(): void {
    this.#isClosed = true;
    for (let next = this.#waiting.shift(); next !== null; next = this.#waiting.shift()) {
      next.onFailure(new Error("The connections were closed."));
    }
    for (const connection of [...this.#open.keys()]) connection.destroy();
  }

  #sendOver(connection: Connection, exchange: PooledExchange): void {
    this.#open.set(connection, exchange);
    connection.send(exchange);
  }

  #takeIdle(): Connection | null {
    const now = performance.now();
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (idle.until > now) return idle.connection;
      idle.connection.destroy();
    }
    return null;
  }

  #connect(): Connection | null {
    if (this.#open.size >= this.#maxConnections) return null;
    const listener: ConnectionListener = {
      onFree: (connection, keepAliveMillis) => this.#onFree(connection, keepAliveMillis),
      onClosed: (connection, unanswered, cause) =>
        this.#onClosed(connection, unanswered as PooledExchange | null, cause),
    };
    return new Connection(this.#url, listener, this.#lookup);
  }

  #onFree(connection: Connection, keepAliveMillis: number | null): void {
    const next = this.#waiting.shift();
    if (next !== null) {
      this.#sendOver(connection, next);
      return;
    }
    this.#open.set(connection, null);
    const idleMillis =
      keepAliveMillis === null
        ? DEFAULT_IDLE_MILLIS
        : Math.min(keepAliveMillis, MAX_IDLE_MILLIS) - MARGIN_MILLIS;
    if (idleMillis <= 0) connection.destroy();
    else this.#idle.push({ connection, until: performance.now() + idleMillis });
  }

  #onClosed(connection: Connection, unanswered: PooledExchange | null, cause: Error): void {
    this.#open.delete(connection);
    const at = this.#idle.findIndex((idle) => idle.connection === connection);
    if (at !== -1) this.#idle.splice(at, 1);
    if (unanswered !== null) this.#repeatOrFail(connection, unanswered, cause);
    this.#serveWaiting();
  }

  /** A connection that was kept may have been closed just as it was used: nobody can have worked on the request. */
  #repeatOrFail(connection: Connection, exchange: PooledExchange, cause: Error): void {
    const mayRepeat =
      connection.isUsed && exchange.isRepeatable && !this.#repeated.has(exchange) && !this.#isClosed;
    if (!mayRepeat) {
      exchange.onFailure(cause);
      return;
    }
    this.#repeated.add(exchange);
    const fresh = this.#connect();
    if (fresh === null) this.#waiting.add(exchange);
    else this.#sendOver(fresh, exchange);
  }

  #serveWaiting(): void {
    if (this.#waiting.size === 0 || this.#isClosed) return;
    const connection = this.#connect();
    const next = connection === null ? null : this.#waiting.shift();
    if (connection !== null && next !== null) this.#sendOver(connection, next);
  }
}
