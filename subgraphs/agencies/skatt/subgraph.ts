import { buildSubgraphSchema } from "@apollo/subgraph";
import type { GraphQLResolverMap } from "@apollo/subgraph/dist/schema-helper/index.js";
import DataLoader from "dataloader";
import { GraphQLError, GraphQLScalarType, type GraphQLSchema, parse } from "graphql";
import type { Call } from "../kit/call.js";
import type { Tunet } from "../kit/tunet.js";
import { type Assessment, appealDeadlineOf, balanceOf } from "./assessment.js";
import type { AssessmentStore, PageOf } from "./store.js";
import { type Viewable, viewableBy } from "./viewable.js";

const MAX_PAGE = 200;

/** What one request is answered with. */
export interface SkattContext {
  readonly store: AssessmentStore;
  readonly viewable: Viewable;
  readonly now: number;
  /** `null` where a dialog tells of none, or of one that the viewer may not see. */
  readonly byDialogId: DataLoader<string, Assessment | null>;
}

/** Nobody is asked about dialogs that are not the agency's own, which most are not. */
const byDialogIds = async (
  store: AssessmentStore,
  viewable: Viewable,
  ids: readonly string[],
): Promise<(Assessment | null)[]> => {
  const own = store.ownAmong(ids);
  const found = own.length === 0 ? [] : store.byDialogIds(await viewable.of(null), own);
  const byId = new Map(found.map((assessment) => [assessment.dialogId, assessment]));
  return ids.map((id) => byId.get(id) ?? null);
};

export const createContext = (
  parts: { readonly store: AssessmentStore; readonly tunet: Tunet; now(): number },
  call: Call,
): SkattContext => {
  const { store, tunet, now } = parts;
  const viewable = viewableBy(tunet, call);
  return {
    store,
    viewable,
    now: now(),
    byDialogId: new DataLoader((ids: readonly string[]) => byDialogIds(store, viewable, ids)),
  };
};

const iso = (millis: number | null): string | null =>
  millis === null ? null : new Date(millis).toISOString();

const refuseInput = (message: string): never => {
  throw new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT" } });
};

const cursorOf = ({ assessedAt, id }: Assessment): string =>
  Buffer.from(`${assessedAt} ${id}`).toString("base64url");

const readCursor = (cursor: string): PageOf["after"] => {
  const [, assessedAt, id] =
    /^(\d+) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (assessedAt === undefined || id === undefined)
    return refuseInput("after is not an endCursor of this list.");
  return { assessedAt: Number(assessedAt), id };
};

interface PageArguments {
  readonly incomeYear?: number | null;
  readonly first: number;
  readonly after?: string | null;
}

const page = async (workspaceId: string, asked: PageArguments, { store, viewable }: SkattContext) => {
  const { incomeYear = null, first, after = null } = asked;
  if (first < 1 || first > MAX_PAGE) return refuseInput(`first is from 1 to ${MAX_PAGE}.`);
  const from = after === null ? null : readCursor(after);
  const found = store.page(await viewable.of(workspaceId), { incomeYear, first, after: from });
  const last = found.assessments.at(-1);
  return { ...found, endCursor: found.hasMore && last !== undefined ? cursorOf(last) : null };
};

const kroner = new GraphQLScalarType({ name: "SkattKroner", serialize: Number });

const resolvers: GraphQLResolverMap<SkattContext> = {
  SkattKroner: kroner,
  Dialog: {
    __resolveReference: ({ id }: { readonly id: string }) => ({ id }),
    skatt: ({ id }: { readonly id: string }, _: object, { byDialogId }: SkattContext) => byDialogId.load(id),
  },
  Workspace: {
    __resolveReference: ({ id }: { readonly id: string }) => ({ id }),
    skatt: ({ id }: { readonly id: string }) => ({ workspaceId: id }),
  },
  SkattOverview: {
    assessments: (
      { workspaceId }: { readonly workspaceId: string },
      asked: PageArguments,
      context: SkattContext,
    ) => page(workspaceId, asked, context),
  },
  SkattAssessment: {
    assessedAt: ({ assessedAt }: Assessment) => iso(assessedAt),
    amounts: (assessment: Assessment) => assessment,
    appeal: (assessment: Assessment) => assessment,
    party: async ({ party }: Assessment, _: object, { viewable }: SkattContext) => ({
      id: await viewable.partyId(party),
    }),
    dialog: ({ dialogId }: Assessment) => (dialogId === null ? null : { id: dialogId }),
  },
  SkattAmounts: {
    balance: balanceOf,
    payBy: ({ payBy }: Assessment) => iso(payBy),
  },
  SkattAppeal: {
    deadline: (assessment: Assessment) => iso(appealDeadlineOf(assessment)),
    isOpen: (assessment: Assessment, _: object, { now }: SkattContext) => appealDeadlineOf(assessment) > now,
  },
};

/** @param sdl of schema.graphql */
export const buildSchema = (sdl: string): GraphQLSchema =>
  buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers as GraphQLResolverMap<unknown> });
