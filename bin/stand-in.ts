import Fastify from "fastify";
import { idFromName } from "../lib/ids.js";
import type { CallKey } from "../schema/call-token.js";
import { ORGANIZATION_PREFIX, PERSON_PREFIX } from "../schema/urns.js";
import { publishedCallKeys } from "./call-keys.js";

export interface StandInOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /** What calls are signed with. */
  readonly callKey: CallKey;
  /** Test parties: each may act for itself in every service, and nobody for anybody else. */
  readonly parties: readonly string[];
}

const TOKEN_MILLIS = 3_600_000;

/** As Altinn's API for resource owners tells of a party. */
const partyTold = (urn: string, services: readonly string[]) => ({
  partyUuid: idFromName(urn, 0),
  name: "Test party",
  type: urn.startsWith(PERSON_PREFIX) ? "Person" : "Organization",
  personId: urn.startsWith(PERSON_PREFIX) ? urn.slice(PERSON_PREFIX.length) : null,
  organizationNumber: urn.startsWith(ORGANIZATION_PREFIX) ? urn.slice(ORGANIZATION_PREFIX.length) : null,
  authorizedResources: services,
  authorizedInstances: [],
  subunits: [],
});

/**
 * Stands for Tunet towards one subgraph that is checked alone, on this machine: publishes the keys that calls are signed
 * with, says whom somebody may act for, and takes whatever is published.
 */
export const serveStandIn = async ({ port, callKey, parties }: StandInOptions) => {
  const app = Fastify({ forceCloseConnections: true });
  app.get("/.well-known/call-keys.json", () => publishedCallKeys(callKey));
  app.post("/demo/token", () => ({
    token: "stand-in",
    expiresAt: new Date(Date.now() + TOKEN_MILLIS).toISOString(),
  }));
  app.post<{
    Body: { readonly type?: string; readonly value?: string };
    Querystring: { readonly anyOfResourceIds?: string | readonly string[] };
  }>("/accessmanagement/api/v1/resourceowner/authorizedparties", ({ body, query }) => {
    const subject = `${body?.type}:${body?.value}`;
    const services = [query.anyOfResourceIds ?? []].flat();
    return parties.filter((party) => party === subject).map((party) => partyTold(party, services));
  });
  app.post("/registry", () => ({
    data: { publishSubgraphs: { isPublished: true, isChanged: true, supergraph: 1, check: null } },
  }));
  const url = await app.listen({ port, host: "127.0.0.1" });
  return { url, close: () => app.close() };
};
