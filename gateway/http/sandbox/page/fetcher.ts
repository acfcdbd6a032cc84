import type { GraphiQLProvider } from "@graphiql/react";
import type { ComponentProps } from "react";
import { PLAN_HEADER, type PlanStore } from "./plan/plan-store.js";
import type { Session } from "./session.js";

export type Fetcher = ComponentProps<typeof GraphiQLProvider>["fetcher"];

/**
 * Sends GraphiQL's operations with the token of the session, if there is one. A header that somebody wrote in the
 * headers editor wins. A refused token is replaced, or left out where there is no other, and the operation sent once
 * more. What is not a GraphQL answer becomes an error in words, readable where the answer is shown. Where plans are
 * asked for, they go to their panel and not to the answer.
 */
export const createFetcher =
  (endpoint: string, session: Session, plans: PlanStore): Fetcher =>
  async (operation, options) => {
    const headers = headersFrom(options?.headers);
    if (headers === null)
      return failure("Request not sent. A name or value in the headers editor is not allowed.");
    const isOwnToken = !headers.has("authorization");
    const showsPlan =
      plans.state().isAsked &&
      !headers.has(PLAN_HEADER) &&
      operation.operationName !== INTROSPECTION_OPERATION;
    if (showsPlan) headers.set(PLAN_HEADER, "1");
    const send = (token: string | null) => {
      if (token !== null) headers.set("authorization", `Bearer ${token}`);
      else if (isOwnToken) headers.delete("authorization");
      return fetch(endpoint, { method: "POST", headers, body: JSON.stringify(operation) });
    };

    try {
      const token = isOwnToken ? await session.token() : null;
      let response = await send(token);
      if (response.status === 401 && token !== null) response = await send(await session.replace(token));
      const answer = await answerIn(response);
      return showsPlan ? plans.take(response.headers, answer) : answer;
    } catch {
      return failure(`The server does not answer at ${endpoint}. Is it running?`);
    }
  };

/** As GraphiQL names it. */
const INTROSPECTION_OPERATION = "IntrospectionQuery";

/** Null where the browser does not take what somebody wrote. */
const headersFrom = (written: Record<string, string> | undefined): Headers | null => {
  try {
    const headers = new Headers(written);
    if (!headers.has("accept")) {
      headers.set("accept", "application/graphql-response+json, application/json;q=0.9");
    }
    headers.set("content-type", "application/json");
    return headers;
  } catch {
    return null;
  }
};

const answerIn = async (response: Response) => {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === "object" && body !== null) return body;
  return failure(`The server answered ${response.status} ${response.statusText} without a GraphQL response.`);
};

const failure = (message: string) => ({ errors: [{ message }] });
