import { connect as connectPlain, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { HttpProblem, type ResponseHead } from "./response-head.js";
import { type ResponseListener, ResponseReader } from "./response-reader.js";

/** Of a body that is not wanted, so much is read over to keep the connection; more cuts it. */
const MAX_SKIPPED_BYTES = 65_536;

/**
 * Where all plain connections put what they read. Each reads it to the end before another is given its turn, so one is
 * enough, and reading allocates nothing.
 */
const sharedBuffer = Buffer.allocUnsafeSlow(65_536);
/** Windows fills buffers before it says so: there each connection has its own. */
const readBuffer = (): Buffer =>
  process.platform === "win32" ? Buffer.allocUnsafeSlow(sharedBuffer.length) : sharedBuffer;

/** A request and what waits for its response. */
export interface WireExchange extends ResponseListener {
  /** The whole request, head and body. */
  readonly request: string;
  readonly encoding: "latin1" | "utf8";
  /** There will be no response, or no more of it. */
  onFailure(cause: Error): void;
}

/** How a connection ended its exchange. */
export interface ConnectionListener {
  /** It can take another request now. @param keepAliveMillis what the server said of how long it waits for one */
  onFree(connection: Connection, keepAliveMillis: number | null): void;
  /** It is no more. @param unanswered an exchange of which not one byte came back */
  onClosed(connection: Connection, unanswered: WireExchange | null, cause: Error): void;
}

/** One connection to a server. Takes one request at a time. */
export class Connection {
  readonly #listener: ConnectionListener;
  readonly #reader = new ResponseReader();
  readonly #socket: Socket;
  #exchange: WireExchange | null = null;
  #hasRead = false;
  #isClosed = false;
  /** Whether it has answered a request before. */
  isUsed = false;

  /** @param lookup how the URL's name is resolved; as the system does where not given */
  constructor(url: URL, listener: ConnectionListener, lookup?: LookupFunction) {
    this.#listener = listener;
    this.#socket = this.#open(url, lookup === undefined ? {} : { lookup });
    this.#socket.setNoDelay(true);
    this.#socket.on("error", (cause) => this.#close(cause));
    this.#socket.on("end", () => this.#ended());
    this.#socket.on("close", () => this.#close(new Error("The connection was closed.")));
  }

  #open(url: URL, resolving: { readonly lookup?: LookupFunction }): Socket {
    const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
    const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
    if (url.protocol === "https:") {
      const servername = isIP(host) === 0 ? { servername: host } : {};
      const socket = connectTls({ host, port, ALPNProtocols: ["http/1.1"], ...servername, ...resolving });
      socket.on("data", (chunk: Buffer) => this.#read(chunk, chunk.length));
      return socket;
    }
    const onread = {
      buffer: readBuffer(),
      callback: (bytes: number, buffer: Uint8Array): boolean => {
        this.#read(buffer as Buffer, bytes);
        return true;
      },
    };
    return connectPlain({ host, port, onread, ...resolving });
  }

  /** Sends a request. The connection has to be free. */
  send(exchange: WireExchange): void {
    this.#exchange = exchange;
    this.#hasRead = false;
    this.#reader.begin(exchange);
    this.#socket.write(exchange.request, exchange.encoding);
  }

  /** Ends the connection and, where there is one, its exchange. */
  destroy(): void {
    this.#close(new Error("The connection was given up."));
  }

  #read(buffer: Buffer, length: number): void {
    if (this.#exchange === null) {
      this.#close(new HttpProblem("The server speaks without being asked."));
      return;
    }
    this.#hasRead = true;
    try {
      const reading = this.#reader.read(buffer, length);
      const { head } = this.#reader;
      if (reading.isDone && head !== null) this.#answered(head, reading.isClean);
      else if (this.#reader.skipped > MAX_SKIPPED_BYTES)
        this.#close(new HttpProblem("The rest is not wanted."));
    } catch (cause) {
      this.#close(cause instanceof Error ? cause : new Error(String(cause)));
    }
  }

  #answered(head: ResponseHead, isClean: boolean): void {
    this.#exchange = null;
    this.isUsed = true;
    if (head.isKeptAlive && isClean) this.#listener.onFree(this, head.keepAliveMillis);
    else this.#close(new Error("The connection is not to be used again."));
  }

  #ended(): void {
    if (this.#exchange !== null && this.#reader.end()) this.#exchange = null;
    this.#close(new Error("The server closed the connection before it answered."));
  }

  #close(cause: Error): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.destroy();
    const exchange = this.#exchange;
    this.#exchange = null;
    if (exchange !== null && this.#hasRead) exchange.onFailure(cause);
    this.#listener.onClosed(this, this.#hasRead ? null : exchange, cause);
  }
}
