import { isAscii } from "node:buffer";
import { requestHasEnded } from "./deadline.js";
import type { RequestLife } from "./request-life.js";
import type { RequestText } from "./request-text.js";
import { SubgraphError } from "./subgraph-error.js";
import type { Term } from "./time-limit.js";
import type { ResponseHead } from "./wire/response-head.js";
import type { PooledExchange } from "./wire/wire-pool.js";

const JSON_TYPE = /^application\/(json|graphql-response\+json)\s*(;|$)/i;
const GRAPHQL_TYPE = "application/graphql-response+json";
/** Ways of packing that were offered; see the request's headers. */
const PACKINGS: ReadonlySet<string> = new Set(["", "gzip", "br"]);

/** A whole answer. */
export interface RawAnswer {
  /** Of a body that is not packed. */
  readonly text: string;
  /** Of one that is, as `encoding` says. */
  readonly packed: Buffer | null;
  readonly encoding: string;
  readonly bytes: number;
  /** Of a body that is not packed. */
  readonly isAscii: boolean;
}

/** What all exchanges with one subgraph share. */
export interface ExchangeSite {
  readonly service: string;
  readonly maxBytes: number;
  readonly timeoutMillis: number;
  /** Called once, when one is over. @param isGivenUp whether nobody waits for the rest of it */
  onOver(exchange: HttpExchange, isGivenUp: boolean): void;
}

/** Who waits for an answer: told one or the other, once. */
export interface Asker {
  answered(answer: RawAnswer): void;
  failed(error: SubgraphError): void;
}

/** What is sent, and for whom. */
interface Sent {
  readonly text: RequestText;
  readonly isRepeatable: boolean;
  /** The request that it is for. */
  readonly life: RequestLife | undefined;
}

/**
 * One question to a subgraph over HTTP and its answer. It is over with the answer, with the first thing that makes an
 * answer impossible, or with the end of the time or of the request; whatever comes after that is let go.
 */
export class HttpExchange implements PooledExchange {
  readonly request: string;
  readonly encoding: "latin1" | "utf8";
  readonly isRepeatable: boolean;
  readonly life: RequestLife | undefined;
  /** Its time. */
  term: Term | null = null;
  readonly #site: ExchangeSite;
  readonly #asker: Asker;
  #packing = "";
  #isOver = false;

  constructor(site: ExchangeSite, { text, isRepeatable, life }: Sent, asker: Asker) {
    this.request = text.request;
    this.encoding = text.encoding;
    this.isRepeatable = isRepeatable;
    this.life = life;
    this.#site = site;
    this.#asker = asker;
  }

  /** The time is out. */
  expire(): void {
    const { service, timeoutMillis } = this.#site;
    const message = `The subgraph "${service}" did not answer within ${timeoutMillis} ms. Try again for what is missing.`;
    this.#fail(new SubgraphError("SUBGRAPH_TIMEOUT", service, message), true);
  }

  requestEnded(): void {
    const { life } = this;
    if (life?.end) this.#fail(requestHasEnded(this.#site.service, life.end), true);
  }

  onHead({ statusCode, contentType, contentEncoding }: ResponseHead): number | null {
    if (this.#isOver) return null;
    const { service, maxBytes } = this.#site;
    // A GraphQL answer of its own media type counts whatever its status: the error is told in it.
    const isAnswer = statusCode < 300 || (statusCode >= 400 && contentType.startsWith(GRAPHQL_TYPE));
    if (!isAnswer) {
      const isDown = statusCode >= 500 || statusCode === 429;
      const words = `answered with HTTP status ${statusCode}${isDown ? "; try again" : ""}`;
      return this.#refuse(isDown ? "SUBGRAPH_UNAVAILABLE" : "SUBGRAPH_RESPONSE_INVALID", service, words);
    }
    if (!JSON_TYPE.test(contentType)) {
      return this.#refuse("SUBGRAPH_RESPONSE_INVALID", service, "answered with something that is not JSON");
    }
    if (!PACKINGS.has(contentEncoding)) {
      const words = "packed its answer in a way that was not asked for";
      return this.#refuse("SUBGRAPH_RESPONSE_INVALID", service, words);
    }
    this.#packing = contentEncoding;
    return maxBytes;
  }

  onTooLarge(): void {
    const { service, maxBytes } = this.#site;
    this.#fail(tooLarge(service, maxBytes), true);
  }

  onBody(buffer: Buffer, start: number, end: number): void {
    if (this.#isOver) return;
    this.#end(false);
    const encoding = this.#packing;
    const bytes = end - start;
    const body = buffer.subarray(start, end); // there for the moment only
    if (encoding !== "") {
      this.#asker.answered({ text: "", packed: Buffer.from(body), encoding, bytes, isAscii: false });
      return;
    }
    const ascii = isAscii(body);
    const text = body.toString(ascii ? "latin1" : "utf8");
    this.#asker.answered({ text, packed: null, encoding, bytes, isAscii: ascii });
  }

  onFailure(cause: Error): void {
    this.#fail(unreachable(this.#site.service, cause), false);
  }

  /** The body is not wanted. */
  #refuse(code: string, service: string, words: string): null {
    this.#fail(new SubgraphError(code, service, `The subgraph "${service}" ${words}.`), false);
    return null;
  }

  #fail(error: SubgraphError, isGivenUp: boolean): void {
    if (this.#isOver) return;
    this.#end(isGivenUp);
    this.#asker.failed(error);
  }

  #end(isGivenUp: boolean): void {
    this.#isOver = true;
    this.#site.onOver(this, isGivenUp);
  }
}

export const unreachable = (service: string, cause: unknown): SubgraphError =>
  new SubgraphError(
    "SUBGRAPH_UNAVAILABLE",
    service,
    `The subgraph "${service}" could not be reached; try again.`,
    {
      cause,
    },
  );

/** @param maxBytes counted after unpacking, so that a small bomb stays small */
export const tooLarge = (service: string, maxBytes: number): SubgraphError =>
  new SubgraphError(
    "SUBGRAPH_RESPONSE_TOO_LARGE",
    service,
    `The subgraph "${service}" answered with more than ${maxBytes} bytes; ask for a smaller page.`,
  );
