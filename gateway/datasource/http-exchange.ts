import type { Dispatcher } from "undici";
import { requestHasEnded } from "./deadline.js";
import { SubgraphError } from "./subgraph-error.js";

/** Of an answer that is not wanted, so much is read off to keep its connection; more cuts it. */
const MAX_LEFTOVER_BYTES = 65_536;

const JSON_TYPE = /^application\/(json|graphql-response\+json)\s*(;|$)/i;
const GRAPHQL_TYPE = "application/graphql-response+json";
/** Ways of packing that were offered; see the request's headers. */
const PACKINGS: ReadonlySet<string> = new Set(["", "identity", "gzip", "br"]);

/** A whole answer. */
export interface RawAnswer {
  /** Packed as `encoding` says. */
  readonly body: Buffer;
  /** `""`: not packed. */
  readonly encoding: string;
}

interface ExchangeOptions {
  readonly service: string;
  readonly maxBytes: number;
  readonly timeoutMillis: number;
  /** Ends when the request has; see RequestScope. */
  readonly request: AbortSignal | undefined;
  /** Called once, when it is over, however it ended. */
  onOver(exchange: HttpExchange): void;
  resolve(answer: RawAnswer): void;
  reject(error: SubgraphError): void;
}

const headerIn = (rawHeaders: readonly Buffer[], wanted: string): string => {
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length !== wanted.length || name.toString("latin1").toLowerCase() !== wanted) continue;
    return rawHeaders[at + 1]?.toString("latin1") ?? "";
  }
  return "";
};

/**
 * One question to a subgraph over HTTP and its answer, as undici hands it over piece by piece. It is over with the
 * answer, with the first thing that makes an answer impossible, or with the end of the time or of the request; whatever
 * comes after that is let go.
 */
export class HttpExchange implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #encoding = "";
  #isOver = false;
  #abort: (() => void) | null = null;

  constructor(options: ExchangeOptions) {
    this.#options = options;
  }

  /** The time is out. */
  expire(): void {
    const { service, timeoutMillis } = this.#options;
    const message = `The subgraph "${service}" did not answer within ${timeoutMillis} ms. Try again for what is missing.`;
    this.#fail("SUBGRAPH_TIMEOUT", message);
    this.#abort?.();
  }

  requestEnded(): void {
    const { service, request } = this.#options;
    if (request === undefined) return;
    this.#failWith(requestHasEnded(service, request));
    this.#abort?.();
  }

  onConnect(abort: () => void): void {
    if (this.#isOver) abort();
    else this.#abort = abort;
  }

  onHeaders(statusCode: number, rawHeaders: Buffer[]): boolean {
    if (this.#isOver || statusCode < 200) return true;
    const { service } = this.#options;
    const type = headerIn(rawHeaders, "content-type");
    this.#encoding = headerIn(rawHeaders, "content-encoding");
    if (this.#encoding === "identity") this.#encoding = "";
    // A GraphQL answer of its own media type counts whatever its status: the error is told in it.
    const isAnswer = statusCode < 300 || (statusCode >= 400 && type.startsWith(GRAPHQL_TYPE));
    if (!isAnswer) {
      const isDown = statusCode >= 500 || statusCode === 429;
      const words = `The subgraph "${service}" answered with HTTP status ${statusCode}${isDown ? "; try again" : ""}.`;
      this.#fail(isDown ? "SUBGRAPH_UNAVAILABLE" : "SUBGRAPH_RESPONSE_INVALID", words);
    } else if (!JSON_TYPE.test(type)) {
      this.#fail(
        "SUBGRAPH_RESPONSE_INVALID",
        `The subgraph "${service}" answered with something that is not JSON.`,
      );
    } else if (!PACKINGS.has(this.#encoding)) {
      const message = `The subgraph "${service}" packed its answer in a way that was not asked for.`;
      this.#fail("SUBGRAPH_RESPONSE_INVALID", message);
    }
    return true;
  }

  onData(chunk: Buffer): boolean {
    this.#bytes += chunk.length;
    const { service, maxBytes } = this.#options;
    if (this.#isOver) {
      if (this.#bytes > MAX_LEFTOVER_BYTES) this.#abort?.();
    } else if (this.#bytes > maxBytes) {
      this.#failWith(tooLarge(service, maxBytes));
      this.#abort?.();
    } else {
      this.#chunks.push(chunk);
    }
    return true;
  }

  onComplete(): void {
    if (this.#isOver) return;
    this.#end();
    const [only] = this.#chunks;
    const body = only !== undefined && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks);
    this.#options.resolve({ body, encoding: this.#encoding });
  }

  onError(cause: Error): void {
    const { service } = this.#options;
    const message = `The subgraph "${service}" could not be reached; try again.`;
    this.#failWith(new SubgraphError("SUBGRAPH_UNAVAILABLE", service, message, { cause }));
  }

  #fail(code: string, message: string): void {
    this.#failWith(new SubgraphError(code, this.#options.service, message));
  }

  #failWith(error: SubgraphError): void {
    if (this.#isOver) return;
    this.#end();
    this.#options.reject(error);
  }

  #end(): void {
    this.#isOver = true;
    this.#options.onOver(this);
  }
}

/** @param maxBytes counted after unpacking, so that a small bomb stays small */
export const tooLarge = (service: string, maxBytes: number): SubgraphError =>
  new SubgraphError(
    "SUBGRAPH_RESPONSE_TOO_LARGE",
    service,
    `The subgraph "${service}" answered with more than ${maxBytes} bytes; ask for a smaller page.`,
  );
