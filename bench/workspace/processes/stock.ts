// Stock @apollo/gateway over the rooms, as its documentation has it: RemoteGraphQLDataSource with a header. It is told
// by environment what a deployment would be told. Its keys are published by the benchmark.
import { readFileSync } from "node:fs";
import { ApolloGateway, RemoteGraphQLDataSource } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import { systemClock } from "../../../lib/clock.js";
import { randomId } from "../../../lib/ids.js";
import { callKeyFromPem, signCallToken } from "../../../schema/call-token.js";
import { FORWARDED_CLAIMS } from "../../../schema/viewer.js";

interface StockContext {
  readonly callToken: string | null;
}

const told = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set.`);
  return value;
};

const urls = JSON.parse(told("STOCK_SUBGRAPHS")) as Readonly<Record<string, string>>;
const jwks = createLocalJWKSet(JSON.parse(told("STOCK_JWKS")) as JSONWebKeySet);
const callKey = callKeyFromPem("stock", told("STOCK_CALL_KEY"));

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(told("STOCK_SUPERGRAPH"), "utf8"),
  buildService: ({ name, url }) =>
    new RemoteGraphQLDataSource<StockContext>({
      url: urls[name] ?? url ?? "",
      willSendRequest({ request, context }) {
        if (context.callToken) request.http?.headers.set("x-tunet-call", context.callToken);
      },
    }),
});
const server = new ApolloServer<StockContext>({ gateway });
await startStandaloneServer(server, {
  listen: { port: Number(told("PORT")), host: "127.0.0.1" },
  async context({ req }) {
    const bearer = /^Bearer (.+)$/.exec(req.headers.authorization ?? "")?.[1];
    if (bearer === undefined) return { callToken: null };
    const { payload } = await jwtVerify(bearer, jwks);
    const viewer = Object.fromEntries(
      FORWARDED_CLAIMS.filter((name) => name in payload).map((name) => [name, payload[name]]),
    );
    const requestId = randomId(systemClock());
    return { callToken: signCallToken(callKey, { requestId, viewer }, systemClock) };
  },
});
