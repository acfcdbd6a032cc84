import Fastify, { type InjectOptions, type LightMyRequestResponse } from "fastify";
import { onTestFinished } from "vitest";
import type { Dialect } from "../../../../drizzle/columns.js";
import { DomainError } from "../../../../lib/errors.js";
import { createOutboundCheck } from "../../../../lib/outbound-address.js";
import type { Call } from "../../../../schema/call.js";
import type { ServicesPort } from "../../../../schema/services-port.js";
import { ORGANIZATION_PREFIX } from "../../../../schema/urns.js";
import { mountEvents } from "../../../../subgraphs/dialogs/events/routes.js";
import { serviceOf } from "../dialogs.js";
import { openWork, PUBLIC_URL } from "./work.js";

export const TST = `${ORGANIZATION_PREFIX}313000018`;
export const OTHER = `${ORGANIZATION_PREFIX}313000026`;
const SCOPES = ["altinn:events.subscribe", "digdir:dialogporten.serviceprovider"];

/** `tst` offers services 0 to 4, `other` the rest. */
const services: ServicesPort = {
  servicesByIds: async (_, wanted) =>
    new Map(
      wanted.flatMap((service) => {
        const index = Array.from({ length: 10 }, (_, n) => n).find((n) => serviceOf(n) === service);
        if (index === undefined) return [];
        const owner = { code: index < 5 ? "tst" : "other", organization: TST, name: {} };
        return [
          [
            service,
            { service, owner, name: {}, resourceType: "GENERIC", status: "ACTIVE", isDelegable: true },
          ],
        ];
      }),
    ),
  familiesOf: async (_, wanted) => new Map(wanted.map((service) => [service, [service]])),
  ownerByOrganization: async (_, organization) => {
    const code = new Map([
      [TST, "tst"],
      [OTHER, "other"],
    ]).get(organization);
    return code === undefined ? null : { code, organization, name: {} };
  },
};

const callOf = (token: string): Call => {
  const [organization = "", scope = ""] = token.split(" ");
  if (organization === "") throw new DomainError("UNAUTHENTICATED", "Sign in to ask.");
  return {
    requestId: "test",
    token: "test",
    language: "nb",
    viewer: {
      kind: organization === "person" ? "PERSON" : "ORGANIZATION",
      party: organization,
      organization: organization === "person" ? null : organization,
      supplier: null,
      level: 3,
      scopes: scope === "" ? SCOPES : scope.split(","),
      clientId: null,
    },
  };
};

/** The routes of events, over an empty room whose background work is run by hand. */
export const openServed = async (dialect: Dialect) => {
  const world = await openWork(dialect);
  const app = Fastify();
  await mountEvents(app, {
    events: world.store.events,
    services,
    check: createOutboundCheck({ allowedHosts: [world.receiver.host], ports: [443] }),
    clock: world.at,
    http: {
      publicUrl: PUBLIC_URL,
      identify: async (request) => callOf(request.headers.authorization ?? ""),
    },
  });
  onTestFinished(() => app.close());
  const ask = async (
    method: "GET" | "POST" | "DELETE",
    url: string,
    options: { readonly as?: string; readonly body?: object } = {},
  ): Promise<{ status: number; body: unknown; headers: LightMyRequestResponse["headers"] }> => {
    const request: InjectOptions = { method, url, headers: { authorization: options.as ?? TST } };
    const { statusCode, payload, headers } = await app.inject(
      options.body === undefined ? request : { ...request, payload: options.body },
    );
    return { status: statusCode, body: payload === "" ? null : JSON.parse(payload), headers };
  };
  return { ...world, app, ask };
};
