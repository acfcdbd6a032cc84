import { tableOf } from "../../lib/table-of.js";
import type { SubgraphHeaders } from "./subgraph-source.js";

/** Prefers the media type whose status codes mean something: GraphQL over HTTP §6.4. */
const FIXED_HEADERS: Readonly<Record<string, string>> = tableOf({
  accept: "application/graphql-response+json, application/json;q=0.9",
  "accept-encoding": "br, gzip",
  "content-type": "application/json",
});
/** Headers that say how a message is framed and sent are never passed on. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  ...Object.keys(FIXED_HEADERS),
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "expect",
  "upgrade",
  "te",
  "trailer",
]);

const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
/** Visible characters, blanks and tabs: nothing that could end a line. */
const VALUE = /^[\t\x20-\x7e]*$/;

const line = (name: string, value: string): string => {
  if (!NAME.test(name) || !VALUE.test(value)) throw new Error(`The header ${name} can't be sent.`);
  return `${name}: ${value}\r\n`;
};

/** A request as it goes over the wire. */
export interface RequestText {
  readonly request: string;
  /** The narrower one where it will do: it need not be looked at again. */
  readonly encoding: "latin1" | "utf8";
}

/**
 * Writes requests to one URL.
 * @returns a function from headers and a body of JSON to the whole request; it throws where a header can't be sent
 */
export const createRequestWriter = ({ host, pathname, search }: URL) => {
  let start = `POST ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n`;
  for (const [name, value] of Object.entries(FIXED_HEADERS)) start += line(name, value);
  /** The same object goes with all fetches of a request. */
  const heads = new WeakMap<SubgraphHeaders, string>();

  const headOf = (headers: SubgraphHeaders): string => {
    let head = heads.get(headers);
    if (head === undefined) {
      head = start;
      for (const [name, value] of Object.entries(headers)) {
        if (value !== undefined && !OWN_HEADERS.has(name)) head += line(name, value);
      }
      head += "content-length: ";
      heads.set(headers, head);
    }
    return head;
  };

  return (headers: SubgraphHeaders, body: string): RequestText => {
    const bytes = Buffer.byteLength(body);
    return {
      request: `${headOf(headers)}${bytes}\r\n\r\n${body}`,
      encoding: bytes === body.length ? "latin1" : "utf8",
    };
  };
};
