import { existsSync } from "node:fs";
import { join } from "node:path";
import { composeServices } from "@apollo/composition";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse } from "graphql";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { pino } from "pino";
import { CALL_HEADER, defaultLimits, type LocalSubgraph, startGateway } from "../../gateway/index.js";
import { MINUTE_MILLIS, SECOND_MILLIS } from "../../lib/clock.js";
import { idFromName } from "../../lib/ids.js";
import { packageRoot } from "../../lib/package-root.js";

/** Where the server's clock stands at first. */
export const NOW = Date.parse("2026-06-15T08:00:00Z");

/** A gateway with a sandbox, over one small subgraph, with an issuer of its own. */
export interface SandboxServer {
  readonly origin: string;
  /** The gateway's and the issuer's clock; tests may move it. */
  readonly clock: { now: number };
  /** Every token that was issued, oldest first. */
  readonly tokens: readonly string[];
  issueTo(persona: string): Promise<string>;
  close(): Promise<void>;
}

const ISSUER = "https://issuer.example";
const TOKEN_MILLIS = 10 * MINUTE_MILLIS;

const personas = [
  { name: "kari", label: "Kari the accountant", description: "Acts for many." },
  { name: "ola", label: "Ola with nothing" },
  { name: "nobody", label: "Nobody, who is refused" },
];

const examples = [
  {
    name: "Who am I",
    description: "Your name, as the server has it.",
    query: "query Whoami($loud: Boolean) {\n  caller(loud: $loud) {\n    name\n  }\n}\n",
    variables: '{\n  "loud": false\n}',
  },
  {
    name: "Greet",
    query: "query Greet($word: String!) {\n  greeting(word: $word)\n}\n",
    variables: '{\n  "word": "Hei"\n}',
  },
];

const typeDefs = parse(`
  type Query {
    "Who asks."
    caller(loud: Boolean): Caller!
    greeting(word: String!): String!
  }
  "Whoever sent the request."
  type Caller { name: String! }
`);

const subgraph: LocalSubgraph = {
  name: "callers",
  schema: buildSubgraphSchema({
    typeDefs,
    resolvers: {
      Query: {
        caller: (_: unknown, __: unknown, context: unknown) => context,
        greeting: (_: unknown, { word }: { word: string }) => word,
      },
    },
  }),
  contextFor: (headers) => ({ name: headers[CALL_HEADER] }),
};

const supergraphSdl = (): string => {
  const { supergraphSdl: sdl, errors } = composeServices([{ name: subgraph.name, typeDefs }]);
  if (sdl === undefined) throw new Error(errors?.join("\n"));
  return sdl;
};

/** `npm test` has built the page before; somebody who runs one test alone may not have. */
const builtPage = async (): Promise<string> => {
  const directory = join(packageRoot(), "dist/sandbox");
  if (!existsSync(join(directory, "index.html"))) {
    const { build } = await import("vite");
    const root = join(packageRoot(), "gateway/http/sandbox/page");
    await build({ root, configFile: join(root, "vite.config.ts"), logLevel: "warn" });
  }
  return directory;
};

const createIssuer = async (clock: { now: number }) => {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const tokens: string[] = [];
  return {
    tokens,
    keys: { keys: [{ ...(await exportJWK(publicKey)), alg: "ES256" }] },
    async issue(persona: string) {
      const token = await new SignJWT({ name: personas.find(({ name }) => name === persona)?.label })
        .setProtectedHeader({ alg: "ES256" })
        .setIssuer(ISSUER)
        .setJti(String(tokens.length))
        .setExpirationTime(Math.floor((clock.now + TOKEN_MILLIS) / SECOND_MILLIS))
        .sign(privateKey);
      tokens.push(token);
      return token;
    },
  };
};

/** @param hasPersonas without them a token has to be pasted */
export const startSandboxServer = async ({
  hasPersonas,
}: {
  hasPersonas: boolean;
}): Promise<SandboxServer> => {
  const clock = { now: NOW };
  const issuer = await createIssuer(clock);
  const gateway = await startGateway({
    supergraphSdl: supergraphSdl(),
    localSubgraphs: [subgraph],
    limits: defaultLimits,
    subgraphTimeoutMillis: 5 * SECOND_MILLIS,
    subgraphResponseBytes: 1_000_000,
    identity: {
      issuers: [{ issuer: ISSUER, jwks: { keys: issuer.keys } }],
      forwardedClaims: ["name"],
      signCall: ({ name }) => String(name),
    },
    allowPublicIntrospection: true,
    maySeePlan: (claims) => claims?.["name"] === "Kari the accountant",
    forwardedHeaders: [],
    sandbox: {
      directory: await builtPage(),
      config: {
        title: "A sandbox",
        endpoint: "/graphql",
        signIn: hasPersonas ? { label: "Sign in as", url: "/demo/token", personas } : null,
        examples,
      },
    },
    readiness: [],
    logger: pino({ level: "silent" }),
    clock: () => clock.now,
    newId: (atMillis) => idFromName("request", atMillis),
    routes(app) {
      app.post<{ Body: { persona: string } }>("/demo/token", async ({ body: { persona } }, reply) => {
        if (persona === "nobody") {
          return reply.code(403).send({ errors: [{ message: "Nobody may not sign in today." }] });
        }
        const expiresAt = new Date(clock.now + TOKEN_MILLIS).toISOString();
        return { token: await issuer.issue(persona), expiresAt };
      });
    },
    shutdownGraceMillis: 100,
  });
  return {
    origin: await gateway.listen(0, "127.0.0.1"),
    clock,
    tokens: issuer.tokens,
    issueTo: issuer.issue,
    close: () => gateway.close(),
  };
};
