/** A server said something that is not HTTP/1.1 as this client takes it. */
export class HttpProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = "HttpProblem";
  }
}

/** How the end of a body is told: by its length, chunk by chunk, or by the end of the connection. */
export type BodyFraming =
  | { readonly kind: "length"; readonly bytes: number }
  | { readonly kind: "chunked" }
  | { readonly kind: "close" };

/** What comes before the body of a response. */
export interface ResponseHead {
  readonly statusCode: number;
  readonly contentType: string;
  /** `""`: not packed. */
  readonly contentEncoding: string;
  readonly framing: BodyFraming;
  /** Whether the connection may be used again after the body. */
  readonly isKeptAlive: boolean;
  /** How long the server keeps the connection when nothing is sent; `null` where it does not say. */
  readonly keepAliveMillis: number | null;
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: |$)/;
/** RFC 9110 §5.6.2 */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const LENGTH = /^\d{1,15}$/;

/** The headers that matter here, in lower case. */
interface Headers {
  contentType: string;
  contentEncoding: string;
  contentLength: string | null;
  transferEncoding: string | null;
  connection: string;
  keepAlive: string;
}

/** Names as servers write them, in lower case: most heads need no look at their letters. */
const lowered = new Map<string, string>();
const MAX_LOWERED = 200;

/** A header's name in lower case. @throws HttpProblem where it is none */
const nameOf = (name: string): string => {
  let known = lowered.get(name);
  if (known === undefined) {
    if (!TOKEN.test(name)) throw new HttpProblem("The response has a malformed header.");
    known = name.toLowerCase();
    if (lowered.size < MAX_LOWERED) lowered.set(name, known);
  }
  return known;
};

const MATTERS: ReadonlySet<string> = new Set([
  "content-type",
  "content-encoding",
  "content-length",
  "transfer-encoding",
  "connection",
  "keep-alive",
]);

const take = (headers: Headers, name: string, value: string): void => {
  switch (name) {
    case "content-type":
      headers.contentType = value;
      break;
    case "content-encoding":
      headers.contentEncoding = value.toLowerCase();
      break;
    case "content-length":
      // Two lengths are how responses are made to be read in two ways.
      if (headers.contentLength !== null && headers.contentLength !== value) {
        throw new HttpProblem("The response has two lengths.");
      }
      headers.contentLength = value;
      break;
    case "transfer-encoding":
      headers.transferEncoding = headers.transferEncoding === null ? value.toLowerCase() : "several";
      break;
    case "connection":
      headers.connection += `,${value.toLowerCase()}`;
      break;
    case "keep-alive":
      headers.keepAlive = value;
      break;
  }
};

const BLANK = 32;

/** Reads the lines after the first. Most values have one blank before them and none behind, and are cut out as they are. */
const readHeaders = (text: string, start: number): Headers => {
  const headers: Headers = {
    contentType: "",
    contentEncoding: "",
    contentLength: null,
    transferEncoding: null,
    connection: "",
    keepAlive: "",
  };
  for (let at = start; at <= text.length; ) {
    const found = text.indexOf("\r\n", at);
    const end = found === -1 ? text.length : found;
    const colon = text.indexOf(":", at);
    const name = nameOf(text.slice(at, colon === -1 || colon > end ? at : colon));
    const after = text.charCodeAt(colon + 1) === BLANK ? colon + 2 : colon + 1;
    if (MATTERS.has(name)) take(headers, name, text.slice(after, end).trim());
    at = end + 2;
  }
  return headers;
};

/** https://www.rfc-editor.org/rfc/rfc9112#section-6.3 */
const framingOf = (statusCode: number, { contentLength, transferEncoding }: Headers): BodyFraming => {
  if (statusCode < 200 || statusCode === 204 || statusCode === 304) return { kind: "length", bytes: 0 };
  if (transferEncoding !== null) {
    if (transferEncoding !== "chunked" || contentLength !== null) {
      throw new HttpProblem("The response is framed in a way that can be read in two ways.");
    }
    return { kind: "chunked" };
  }
  if (contentLength === null) return { kind: "close" };
  if (!LENGTH.test(contentLength)) throw new HttpProblem("The response has a malformed length.");
  return { kind: "length", bytes: Number(contentLength) };
};

/** Heads that were read lately. A subgraph says the same again and again, but for lengths and once a second the time. */
const known = new Map<string, ResponseHead>();
const MAX_KNOWN = 64;
const MAX_KNOWN_LETTERS = 1_024;

/** Reads a response's status line and headers. @param text up to the empty line @throws HttpProblem */
export const readHead = (text: string): ResponseHead => {
  const before = known.get(text);
  if (before !== undefined) return before;
  const head = parseHead(text);
  if (text.length <= MAX_KNOWN_LETTERS) {
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(text, head);
  }
  return head;
};

const parseHead = (text: string): ResponseHead => {
  const first = text.indexOf("\r\n");
  const status = STATUS_LINE.exec(first === -1 ? text : text.slice(0, first));
  if (status === null) throw new HttpProblem("The response does not begin as one.");
  const headers = readHeaders(text, first === -1 ? text.length + 1 : first + 2);
  const statusCode = Number(status[2]);
  const framing = framingOf(statusCode, headers);
  const timeout = /(?:^|,)\s*timeout=(\d{1,6})/i.exec(headers.keepAlive)?.[1];
  const wantsClose = /,\s*close\s*(?:,|$)/.test(headers.connection);
  const wantsKeepAlive = status[1] === "1" || /,\s*keep-alive\s*(?:,|$)/.test(headers.connection);
  return {
    statusCode,
    contentType: headers.contentType,
    contentEncoding: headers.contentEncoding === "identity" ? "" : headers.contentEncoding,
    framing,
    isKeptAlive: wantsKeepAlive && !wantsClose && framing.kind !== "close",
    keepAliveMillis: timeout === undefined ? null : Number(timeout) * 1_000,
  };
};
