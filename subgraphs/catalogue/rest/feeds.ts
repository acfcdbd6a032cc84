import type { FastifyInstance, FastifyRequest } from "fastify";
import { CursorError } from "../../../lib/cursor.js";
import { RESOURCE_PREFIX } from "../../../schema/urns.js";
import { API_PATH, type RestApi } from "./api.js";
import { invalid } from "./refusals.js";

const DEFAULT_LIMIT = 1_000;
const MAX_LIMIT = 1_000;
const SUBJECTS = "subjects of policies";
const CHANGES = "changes of services";

const momentIn = (text: string | null): number => {
  if (text === null) return 0;
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text.replaceAll(" ", "+")) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw invalid("since", `"${text}" is not a moment, such as 2026-01-31T12:00:00Z.`);
};

const limitIn = (text: string | null): number => {
  const limit = text === null ? DEFAULT_LIMIT : Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw invalid("limit", `"${text}" is not a whole number from 1 to ${MAX_LIMIT}.`);
};

type Position = readonly (string | number)[];

const positionIn = ({ cursors }: RestApi, feed: string, token: string | null): Position | null => {
  if (token === null) return null;
  try {
    return cursors.decode(feed, token).map((part) => part ?? "");
  } catch (error) {
    if (!(error instanceof CursorError)) throw error;
    throw invalid("token", `${error.message} Follow links.next unchanged.`);
  }
};

/** One page of what has changed: `links.next` goes on where the page ends, `since` where a copy ends. */
const pageOf = async <Row>(
  api: RestApi,
  request: FastifyRequest,
  feed: {
    readonly name: string;
    readonly path: string;
    read(since: number, after: Position | null, take: number): Promise<readonly Row[]>;
    positionOf(row: Row): Position;
    bodyOf(row: Row): object;
  },
) => {
  const query = new URLSearchParams(request.url.split("?")[1] ?? "");
  const since = momentIn(query.get("since"));
  const limit = limitIn(query.get("limit"));
  const rows = await feed.read(since, positionIn(api, feed.name, query.get("token")), limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = new URLSearchParams({ since: new Date(since).toISOString(), limit: String(limit) });
  if (last !== undefined) next.set("token", api.cursors.encode(feed.name, feed.positionOf(last)));
  return {
    links:
      rows.length > limit ? { next: `${api.http.publicUrl}${API_PATH}/resource/${feed.path}?${next}` } : {},
    data: page.map((row) => feed.bodyOf(row)),
  };
};

/** Whom policies name, as that changed. */
const updated = (api: RestApi, request: FastifyRequest) =>
  pageOf(api, request, {
    name: SUBJECTS,
    path: "updated",
    read: (since, after, take) => {
      const [updatedAt, serviceId, subjectUrn] = after ?? [];
      const position = {
        updatedAt: Number(updatedAt),
        serviceId: String(serviceId),
        subjectUrn: String(subjectUrn),
      };
      return api.store.policySubjects.since(since, { after: after === null ? null : position, take });
    },
    positionOf: ({ updatedAt, serviceId, subjectUrn }) => [updatedAt, serviceId, subjectUrn],
    bodyOf: ({ subjectUrn, serviceId, updatedAt, isDeleted }) => ({
      subjectUrn,
      resourceUrn: serviceId,
      updatedAt: new Date(updatedAt).toISOString(),
      deleted: isDeleted,
    }),
  });

/** Services that changed, or whose policies did, each once, by its latest change. */
const changes = (api: RestApi, request: FastifyRequest) =>
  pageOf(api, request, {
    name: CHANGES,
    path: "changes",
    read: (since, after, take) => {
      const [updatedAt, id] = after ?? [];
      const position = { updatedAt: Number(updatedAt), id: String(id) };
      return api.store.policySubjects.changedSince(since, { after: after === null ? null : position, take });
    },
    positionOf: ({ updatedAt, id }) => [updatedAt, id],
    bodyOf: ({ id, updatedAt, deletedAt }) => ({
      resourceId: id.slice(RESOURCE_PREFIX.length),
      changedAt: new Date(updatedAt).toISOString(),
      ...(deletedAt === null ? {} : { deleted: true }),
    }),
  });

/** What there is to follow for those who keep a copy. */
export const mountFeeds = (app: FastifyInstance, api: RestApi): void => {
  const path = `${API_PATH}/resource`;
  app.get(`${path}/updated`, (request) => updated(api, request));
  app.get(`${path}/changes`, (request) => changes(api, request));
};
