import { graphql } from "graphql";
import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { Dialect } from "../../../drizzle/columns.js";
import { createCursorCodec } from "../../../lib/cursor.js";
import { idFromName } from "../../../lib/ids.js";
import type { Call } from "../../../schema/call.js";
import type { Language } from "../../../schema/localization.js";
import type { ServicesPort } from "../../../schema/services-port.js";
import type { Viewer } from "../../../schema/viewer.js";
import { openAuthorizationRoom } from "../../../subgraphs/authorization/index.js";
import { callBy, openTestRoom } from "./room.js";
import { createWorld, NOW, ROLES, serviceUrn, type World } from "./world.js";

/** The room's own schema, asked by a viewer who is taken at their word. */
export const openGraph = async (
  dialect: Dialect,
  world: Pick<World, "seed">,
  { services }: { services?: ServicesPort } = {},
) => {
  const { store, authorization, statements } = await openTestRoom(dialect, world);
  let call: Call | null = null;
  let ids = 0;
  const room = openAuthorizationRoom({
    store,
    authorization,
    ...(services === undefined ? {} : { services }),
    cursors: createCursorCodec(new Uint8Array(32).fill(7)),
    clock: () => NOW,
    newId: (at) => idFromName(`written ${ids++}`, at),
    readCall: () => {
      if (call === null) throw new Error("Nobody asks.");
      return call;
    },
  });
  return {
    room,
    store,
    statements,
    ask: async (
      viewer: Viewer,
      source: string,
      variableValues: Record<string, unknown> = {},
      language: Language = "nb",
    ) => {
      call = callBy(viewer, { language });
      const answer = await graphql({
        schema: room.schema,
        source,
        variableValues,
        contextValue: room.contextFor({}),
      });
      return JSON.parse(JSON.stringify(answer));
    },
  };
};

/** The codes of an answer's errors. */
export const codes = (answer: { errors?: { extensions: { code: string } }[] }): string[] =>
  (answer.errors ?? []).map(({ extensions }) => extensions.code);

export const uuidUrn = ({ id }: PartyRow): string => `urn:altinn:party:uuid:${id}`;

/** A managing director with a company and its subunit, and a ward; and a company of somebody else's. */
export const createFamily = () => {
  const world = createWorld();
  const viewer = world.person("Kari Leder", { dateOfBirth: "1990-05-18" });
  const company = world.organization("Fjordheim Bygg AS");
  const yard = world.subunit("Fjordheim avd. verft", company);
  const ward = world.person("Tor Trenger", { dateOfBirth: "1931-02-03" });
  const stranger = world.organization("Ukjent AS");
  world.assign(company, viewer, "DAGL");
  world.assign(ward, viewer, "GUARDIAN");
  world.service("tax", { read: [ROLES.DAGL.urn, ROLES.PRIV.urn, ROLES.GUARDIAN.urn] });
  return { world, viewer, company, yard, ward, stranger };
};

export const PARTIES = `
  query ($first: Int! = 50, $after: Cursor, $search: String, $parties: [PartyUrn!]) {
    workspace(parties: $parties) {
      id
      parties(first: $first, after: $after, search: $search) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage endCursor }
        edges { node { name } }
      }
    }
  }`;

export interface PartiesAnswer {
  data: {
    workspace: {
      id: string;
      parties: {
        totalCount: number;
        pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
        edges: { node: { name: string } }[];
      };
    };
  };
}

export const namesIn = ({ data }: PartiesAnswer): string[] =>
  data.workspace.parties.edges.map(({ node }) => node.name);

export const ITEMS = `
  query ($items: [_Any!]!) {
    _entities(representations: $items) {
      ... on HistoryItem {
        id
        access {
          currentAuthenticationLevel requiredAuthenticationLevel
          viaRole viaAccessPackage viaResourceDelegation viaInstanceDelegation
          reason
          grants { grantType subject name via { name } }
        }
      }
    }
  }`;

/** An item of somebody's history, as the gateway hands it to this room. */
export const item = (id: string, party: PartyRow, service = "tax", instanceRef: string | null = null) => ({
  __typename: "HistoryItem",
  id,
  party: { id: party.id },
  serviceResource: { id: serviceUrn(service) },
  instanceRef,
});
