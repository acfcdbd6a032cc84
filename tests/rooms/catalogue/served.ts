import Fastify, { type FastifyInstance } from "fastify";
import { onTestFinished } from "vitest";
import type { Dialect } from "../../../drizzle/columns.js";
import { DomainError } from "../../../lib/errors.js";
import type { Call } from "../../../schema/call.js";
import type { RoomHttp } from "../../../schema/room.js";
import { ORGANIZATION_PREFIX } from "../../../schema/urns.js";
import {
  createServiceWriter,
  type NewServiceOwner,
  seedCatalogue,
} from "../../../subgraphs/catalogue/index.js";
import { NOW, partyOf, scopePort } from "../../kit/ask-room.js";
import { OWNER, openCatalogue, scopeOf } from "./catalogue.js";
import { policiesInMemory } from "./policies.js";

export const WRITE = "altinn:resourceregistry/resource.write";
export const ADMIN = "altinn:resourceregistry/resource.admin";

/** Another agency. */
export const OTHER: NewServiceOwner = {
  code: "oth",
  organizationNumber: partyOf(7).urn.slice(ORGANIZATION_PREFIX.length),
  name: { nb: "Den andre etaten" },
};

export const callOfOrganization = (number: string, scopes: readonly string[]): Call => ({
  requestId: "r",
  language: "nb",
  token: "not looked at",
  viewer: {
    kind: "ORGANIZATION",
    party: ORGANIZATION_PREFIX + number,
    organization: ORGANIZATION_PREFIX + number,
    supplier: null,
    level: 3,
    scopes,
    clientId: null,
  },
});

/** Who signs in: `Bearer NUMBER SCOPE…`. */
const identify: RoomHttp["identify"] = async (request) => {
  const [, number = "", ...scopes] = (request.headers.authorization ?? "").split(" ");
  if (number === "") throw new DomainError("UNAUTHENTICATED", "Sign in with a bearer token.");
  return callOfOrganization(number, scopes);
};

const nobody = (): never => {
  throw new Error("Nobody is asked for.");
};

const http = {
  publicUrl: "https://tunet.example.org",
  identify,
  asAnybody: () => callOfOrganization(OWNER.organizationNumber, []),
  asOrganization: (urn: string) => callOfOrganization(urn.slice(ORGANIZATION_PREFIX.length), []),
  onBehalfOf: nobody,
  asPerson: nobody,
  asSignedIn: nobody,
} satisfies RoomHttp;

/** What is sent, and what came back. */
export interface Sent {
  readonly as?: NewServiceOwner | null;
  readonly scopes?: readonly string[];
  readonly body?: unknown;
  readonly xml?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const API = "/resourceregistry/api/v1/resource";

/** The catalogue's plain HTTP, with two owners. */
export const serveCatalogue = async (dialect: Dialect) => {
  const kit = await openCatalogue(dialect, []);
  await seedCatalogue(kit.store, { serviceOwners: [OTHER], serviceResources: [] });
  const { policies, told, state } = policiesInMemory();
  const clock = { now: NOW };
  const room = kit.roomFor(scopePort(scopeOf({})), { policies, clock: () => clock.now });
  const app: FastifyInstance = Fastify();
  onTestFinished(() => app.close());
  await app.register(async (own) => room.routes?.(own, http));
  const send = async (method: "GET" | "POST" | "PUT" | "DELETE", url: string, sent: Sent = {}) => {
    const { as = OWNER, scopes = [WRITE], body, xml, headers = {} } = sent;
    const isRead = method === "GET" && sent.as === undefined;
    const answer = await app.inject({
      method,
      url,
      headers: {
        ...(isRead || as === null
          ? {}
          : { authorization: `Bearer ${as.organizationNumber} ${scopes.join(" ")}` }),
        ...(xml === undefined ? {} : { "content-type": "application/xml" }),
        ...headers,
      },
      ...(body === undefined && xml === undefined ? {} : { payload: xml ?? (body as object) }),
    });
    const isJson = String(answer.headers["content-type"]).includes("json");
    return {
      status: answer.statusCode,
      etag: answer.headers["etag"] ?? null,
      headers: answer.headers,
      body: isJson ? JSON.parse(answer.body) : answer.body,
    };
  };
  const writer = createServiceWriter({ store: kit.store, policies, clock: () => clock.now });
  return { ...kit, room, app, send, told, state, clock, writer };
};

const inThree = (text: string) => ({ nb: text, nn: text, en: text });

/** A service as an owner sends it. */
export const aDocument = (identifier: string, more: Readonly<Record<string, unknown>> = {}) => ({
  identifier,
  title: inThree(`Tjenesten ${identifier}`),
  description: inThree("En tjeneste."),
  rightDescription: inThree("Gir rett til å bruke den."),
  status: "Active",
  resourceType: "GenericAccessResource",
  delegable: true,
  visible: true,
  hasCompetentAuthority: {
    orgcode: "TST",
    organization: OWNER.organizationNumber,
    name: { nb: "Testetaten" },
  },
  ...more,
});
