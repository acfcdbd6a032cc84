import { timeFor } from "../searching.js";
import type { OwnerFilter, OwnerOrder } from "../store/owners-search.js";
import type { LabelsSet, LabelTarget } from "../writing/index.js";
import { systemLabels, tidy } from "./bodies/values.js";
import { SEARCH, SERVICE_PROVIDER } from "./callers.js";
import { callOf, endUserIn } from "./end-users.js";
import { type LabelRequest, readBulkLabelRequest, readLabelRequest } from "./label-requests.js";
import {
  etag,
  idIn,
  ifMatchOf,
  type Operation,
  type OwnersApi,
  type OwnersRequest,
  type RestAnswer,
} from "./operations.js";
import { DEFAULT_LIMIT, MAX_LIMIT, pageBody, positionIn } from "./paging.js";
import { forbidden, RestRefusal, refusalOf } from "./refusals.js";
import { partiesIn, systemLabelsIn } from "./search.js";
import { readLivingDialog } from "./whole-dialog.js";

const LATEST_FIRST: OwnerOrder = [{ field: "contentUpdatedAt", direction: "desc" }];

/** Dialogs that are not the caller's, or out of the end user's reach: named, so that the rest can be sent again. */
const outOfReach = (ids: readonly string[]): RestRefusal =>
  new RestRefusal(403, {
    dialogId: ids.map((id) => `The dialog ${id} can't be changed on this end user's behalf.`),
  });

/**
 * Sets labels on behalf of an end user, within what that end user has access to. An administrator may do it on behalf
 * of anybody, and say who did it.
 */
const setLabels = async (
  api: OwnersApi,
  { caller, query }: OwnersRequest,
  targets: readonly LabelTarget[],
  { wish, performedBy }: LabelRequest,
): Promise<LabelsSet> => {
  const endUserId = endUserIn(query);
  if (performedBy === null && query.text("endUserId") === null) {
    query.problem("endUserId", "It must be given: labels are an end user's.");
  }
  query.check();
  if (performedBy !== null && !caller.isAdmin) throw forbidden("performedBy is for administrators only.");
  const by = performedBy ?? {
    actorType: "PARTY_REPRESENTATIVE" as const,
    actorId: endUserId,
    actorName: null,
  };
  const outcome =
    caller.isAdmin || endUserId === null
      ? await api.writer.setSystemLabelsAsOwner(caller.owner, targets, wish, by)
      : await api.writer.setSystemLabels(
          {
            view: {
              scope: await api.authorization.scope(callOf(api, caller, endUserId)),
              now: api.clock(),
            },
            isAllowed: ({ requiredLevel, deletedAt }) => requiredLevel !== null && deletedAt === null,
            by,
          },
          targets,
          wish,
        );
  if (outcome.outcome === "NOT_ALLOWED") throw outOfReach([outcome.dialogId]);
  if (outcome.outcome !== "WRITTEN") throw refusalOf(outcome);
  return outcome;
};

const setOne = async (api: OwnersApi, request: OwnersRequest): Promise<RestAnswer> => {
  const dialogId = idIn(request.params, "dialogId");
  const endUserContextRevision = ifMatchOf(request);
  const wish = readLabelRequest(request.body);
  await readLivingDialog(api, request.caller, dialogId);
  const { revisions } = await setLabels(api, request, [{ dialogId, endUserContextRevision }], wish);
  return { status: 204, headers: etag(revisions[0] ?? "") };
};

/** All of them, or none. */
const setMany = async (api: OwnersApi, request: OwnersRequest): Promise<RestAnswer> => {
  const { targets, ...wish } = readBulkLabelRequest(request.body);
  const ids = targets.map(({ dialogId }) => dialogId);
  const rows = await api.owners.dialogsByIds(ids, request.caller.readableOrg);
  const living = new Set(rows.flatMap(({ id, deletedAt }) => (deletedAt === null ? [id] : [])));
  const missing = ids.filter((id) => !living.has(id));
  if (missing.length > 0) throw outOfReach(missing);
  await setLabels(api, request, targets, wish);
  return { status: 204 };
};

/** Labels alone: for owners who keep their own copy of which dialogs lie where. */
const list = async (api: OwnersApi, { caller, query }: OwnersRequest): Promise<RestAnswer> => {
  const filter: OwnerFilter = {
    org: caller.readableOrg,
    parties: partiesIn(query),
    systemLabels: systemLabelsIn(query, "label"),
    moments: { contentUpdatedAfter: query.moment("contentUpdatedAfter") },
    deleted: "Exclude",
  };
  if (query.text("party") === null) query.problem("party", "Name one party at least.");
  const limit = query.int("limit", { min: 1, max: MAX_LIMIT }) ?? DEFAULT_LIMIT;
  const order = LATEST_FIRST;
  const name = JSON.stringify(["endusercontext", filter]);
  const after = positionIn(query, api, name);
  query.check();
  const timeLeft = timeFor(api);
  const { rows, stoppedAt } = await api.owners.search(filter, order, { after, take: limit + 1, timeLeft });
  return {
    status: 200,
    body: pageBody(rows, { limit, order, list: name, stoppedAt }, api, (row) =>
      tidy({
        dialogId: row.id,
        endUserContextRevision: row.endUserContextRevision,
        systemLabels: systemLabels(row.systemLabels).all,
      }),
    ),
  };
};

/** What end users have done with dialogs: shared by everybody who has access. */
export const endUserContextOperations = (api: OwnersApi): readonly Operation[] => [
  {
    method: "GET",
    path: "/dialogs/endusercontext",
    scopes: [SERVICE_PROVIDER, SEARCH],
    answer: (request) => list(api, request),
  },
  {
    method: "PUT",
    path: "/dialogs/:dialogId/endusercontext/systemlabels",
    scopes: [SERVICE_PROVIDER],
    answer: (request) => setOne(api, request),
  },
  {
    method: "POST",
    path: "/dialogs/endusercontext/systemlabels/actions/bulkset",
    scopes: [SERVICE_PROVIDER],
    answer: (request) => setMany(api, request),
  },
];
