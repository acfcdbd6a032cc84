import { type KeyObject, randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { SignJWT } from "jose";
import type { TrustedIssuer } from "../../gateway/index.js";
import { type Clock, SECOND_MILLIS } from "../../lib/clock.js";
import { DomainError } from "../../lib/errors.js";
import type { GraphAnswer, GraphFault, GraphPort, GraphQuestion } from "../../schema/graph-port.js";
import type { Claims } from "../../schema/viewer.js";

/** Whose tokens a room asks the graph with: the installation's own, and good for nothing but that. */
const ISSUER = "urn:tunet:rooms";
const AUDIENCE = "urn:tunet:graph";
const KEY_ID = "rooms";
const TOKEN_SECONDS = 30;

/** The pair that rooms sign with and gateways check with; the same on all nodes. */
export interface RoomsKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** What lets the rooms of this installation ask its gateways on a viewer's behalf. */
export const roomsIssuer = ({ publicKey }: Pick<RoomsKey, "publicKey">): TrustedIssuer => ({
  issuer: ISSUER,
  audience: AUDIENCE,
  jwks: { keys: { keys: [{ ...publicKey.export({ format: "jwk" }), kid: KEY_ID, alg: "EdDSA" }] } },
  algorithms: ["EdDSA"],
});

/** Sends a question to a gateway, and gives what came back: the body of an answer in JSON. */
export type SendQuestion = (
  question: GraphQuestion,
  headers: Readonly<Record<string, string>>,
) => Promise<string>;

/** Over HTTP, to a gateway elsewhere. @param url of the gateway, without a path */
export const sendOverHttp =
  (url: string, timeoutMillis: number): SendQuestion =>
  async (question, headers) => {
    const answer = await fetch(new URL("/graphql", url), {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(question),
      signal: AbortSignal.timeout(timeoutMillis),
      redirect: "error",
    });
    return answer.text();
  };

/** Within this process, to a gateway that is open by then. */
export const sendWithin =
  (gateway: () => FastifyInstance | null, timeoutMillis: number): SendQuestion =>
  async (question, headers) => {
    const app = gateway();
    if (app === null) throw new Error("The gateway is not open yet.");
    const signal = AbortSignal.timeout(timeoutMillis);
    const answer = await app.inject({
      method: "POST",
      url: "/graphql",
      headers: { ...headers },
      payload: question,
      signal,
    });
    return answer.body;
  };

/** Where no gateway is known: nothing is asked, and that is said. */
export const sendNowhere: SendQuestion = () =>
  Promise.reject(new Error("This room was not told where the gateway is: set TUNET_GATEWAY_URL."));

/** A call token's own claims; whoever has the call has checked it. */
const viewerIn = (token: string): Claims => {
  const [, payload = ""] = token.split(".");
  return (JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as { viewer: Claims }).viewer;
};

const faultOf = (error: unknown): GraphFault => {
  const { path, extensions } = (error ?? {}) as {
    path?: readonly (string | number)[];
    extensions?: { code?: unknown };
  };
  return { code: String(extensions?.code ?? "INTERNAL_SERVER_ERROR"), path: path ?? [] };
};

const read = (body: string): GraphAnswer => {
  const { data = null, errors = [] } = JSON.parse(body) as { data?: unknown; errors?: readonly unknown[] };
  return { data, faults: errors.map(faultOf) };
};

/** Asks the graph on a viewer's behalf, through a gateway that trusts {@link roomsIssuer}. */
export const createGraphPort = ({
  key,
  clock,
  send,
}: {
  readonly key: Pick<RoomsKey, "privateKey">;
  readonly clock: Clock;
  readonly send: SendQuestion;
}): GraphPort => ({
  async ask(call, question) {
    const now = Math.floor(clock() / SECOND_MILLIS);
    const token = await new SignJWT({ ...viewerIn(call.token) })
      .setProtectedHeader({ alg: "EdDSA", kid: KEY_ID })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(now + TOKEN_SECONDS)
      .sign(key.privateKey);
    try {
      return read(await send(question, { authorization: `Bearer ${token}` }));
    } catch (cause) {
      const failure = new DomainError("GRAPH_UNAVAILABLE", "The graph could not be asked; try again.");
      failure.cause = cause;
      throw failure;
    }
  },
});
