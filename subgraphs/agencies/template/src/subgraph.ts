import { buildSubgraphSchema } from "@apollo/subgraph";
import type { GraphQLResolverMap } from "@apollo/subgraph/dist/schema-helper/index.js";
import { GraphQLError, type GraphQLSchema, parse } from "graphql";
import type { Call } from "../../kit/call.js";
import { authorizedParties, partiesOfWorkspace, type Tunet } from "../../kit/tunet.js";
import { type Case, casesOf } from "./cases.js";

/** What your service asks of a login, as its policy says: 3 is substantial, 4 is high. */
const REQUIRED_LEVEL = 3;

/** What one request is answered with. */
export interface Context {
  readonly call: Call;
  readonly tunet: Tunet;
  /** Your service, as it is registered, without `urn:altinn:resource:`. */
  readonly service: string;
}

const refuse = (code: string, message: string): never => {
  throw new GraphQLError(message, { extensions: { code } });
};

/**
 * Whose cases the viewer may see in a workspace: everyone whom they may act for in your service. The gateway says only
 * who asks; whose records you show is yours to find out, each time anew, and before you read any.
 */
const visibleParties = async (workspaceId: string, context: Context): Promise<ReadonlySet<string>> => {
  const { call, tunet, service } = context;
  if (call.caller.level < REQUIRED_LEVEL) {
    return refuse("LOGIN_TOO_WEAK", `Sign in at level ${REQUIRED_LEVEL} or higher to see cases.`);
  }
  const authorized = await authorizedParties(tunet, call.caller.subject, [service]).catch(() =>
    refuse("AUTHORIZATION_UNAVAILABLE", "It could not be found out what you may see; try again in a moment."),
  );
  const wanted = partiesOfWorkspace(workspaceId);
  return new Set(
    authorized
      .filter(({ partyUuid, services }) => services.includes(service) && (wanted?.has(partyUuid) ?? true))
      .flatMap(({ urn }) => urn ?? []),
  );
};

const resolvers = {
  Workspace: {
    __resolveReference: ({ id }: { readonly id: string }) => ({ id }),
    newAgency: ({ id }: { readonly id: string }) => ({ workspaceId: id }),
  },
  NewAgencyOverview: {
    cases: async (
      { workspaceId }: { readonly workspaceId: string },
      _: object,
      context: Context,
    ): Promise<Case[]> => casesOf(await visibleParties(workspaceId, context)),
  },
};

/** @param sdl of schema.graphql */
export const buildSchema = (sdl: string): GraphQLSchema =>
  buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers as GraphQLResolverMap<unknown> });
