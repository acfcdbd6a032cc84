import { buildSchema, graphql } from "graphql";
import { type CallKey, verifyCallToken } from "../../schema/call-token.js";
import type { ProbeCaller } from "../../schema/history-source/conformance/probe.js";
import { HISTORY_SOURCE_SDL } from "../../schema/history-source/directive.js";
import { buildPresence } from "../../schema/history-source/presence.js";
import { viewerFromClaims } from "../../schema/viewer.js";
import { serve } from "../gateway/kit.js";
import { FEDERATED_SOURCE_SDL, SOURCE_SDL } from "./history-source.js";
import { type Asked, type Changes, honestPage, TEST_PARTY } from "./live-source.js";

const bodyOf = async (request: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
};

/** Who a call token is about, as a URN; rejects where it is not good. */
export type ReadParty = (token: string | undefined) => Promise<string>;

/** Checks call tokens with the key that signs them; those for the subgraph `fiks` are good. */
export const readPartyBy =
  ({ kid, publicKey }: CallKey): ReadParty =>
  async (token) => {
    const { viewer } = verifyCallToken(token ?? null, new Map([[kid, publicKey]]), Date.now, "fiks");
    const party = viewerFromClaims(viewer)?.party;
    if (party === undefined) throw new Error("The call token names nobody.");
    return party;
  };

/** A live source behind HTTP, which checks call tokens as an agency does. Closed when the test is over. */
export const serveSource = async (readParty: ReadParty, changes: Changes = {}): Promise<string> => {
  const schema = buildSchema(
    `${SOURCE_SDL}\n${HISTORY_SOURCE_SDL}\nextend type Query { _service: S } type S { sdl: String }`,
    {
      assumeValidSDL: true,
    },
  );
  const { page = honestPage } = changes;
  return serve(async (request, response) => {
    const body = JSON.parse(await bodyOf(request)) as { query: string; variables?: Record<string, unknown> };
    const send = (status: number, answer: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    let as: ProbeCaller;
    try {
      const token = request.headers["x-tunet-call"] as string | undefined;
      as = { kind: "PARTY", party: await readParty(token) };
    } catch {
      send(401, { errors: [{ message: "Ask the gateway.", extensions: { code: "CALL_NOT_SIGNED" } }] });
      return;
    }
    const answer = await graphql({
      schema,
      source: body.query,
      variableValues: body.variables ?? null,
      rootValue: {
        _service: { sdl: FEDERATED_SOURCE_SDL },
        fiksHistory: (asked: Asked) => page(asked, as),
        fiksPresence: () => ({
          asOf: "2025-06-01T12:00:00.000Z",
          validForSeconds: 600,
          ...buildPresence([TEST_PARTY], "salt", 64, 3),
        }),
      },
    });
    send(200, answer);
  });
};
