import type { FastifyInstance } from "fastify";
import { mountFeed } from "./feed-routes.js";
import { answerProblems } from "./problems.js";
import { type EventRoutesParts, mountSubscriptions } from "./subscription-routes.js";

/** Mounts the change feed and the webhooks' subscriptions, each in a context of its own. */
export const mountEvents = async (app: FastifyInstance, parts: EventRoutesParts): Promise<void> => {
  for (const mount of [mountFeed, mountSubscriptions]) {
    await app.register(async (own) => {
      answerProblems(own);
      mount(own, parts);
    });
  }
};
