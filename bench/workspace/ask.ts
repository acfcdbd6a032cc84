import { request } from "undici";
import type { Child } from "../gateway/run/children.js";
import type { ShownFetch, ShownPlan } from "./plan.js";

const READY_MILLIS = 60_000;
const RETRY_MILLIS = 100;

/** What GraphQL answered. */
export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly unknown[];
  readonly extensions?: {
    readonly plan?: { readonly durationMillis: number; readonly root: ShownPlan | null };
  };
}

export const ask = async (
  port: number,
  body: string,
  token: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> => {
  const response = await request(`http://127.0.0.1:${port}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}`, ...headers },
    body,
  });
  return (await response.body.json()) as Answer;
};

const pause = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

/** What is asked: a name to call it by, where it listens, and what has to be alive for it to answer. */
interface Answering {
  readonly name: string;
  readonly port: number;
  readonly children: readonly Pick<Child, "checkAlive">[];
}

/** Asks until there is an answer without errors. @throws Error where a process has ended, or there is none in time */
export const answered = async (
  { name, port, children }: Answering,
  body: string,
  token: string,
): Promise<Answer> => {
  const endsAt = performance.now() + READY_MILLIS;
  for (;;) {
    const answer = await ask(port, body, token).catch(
      (error: unknown): Answer => ({ errors: [String(error)] }),
    );
    if (answer.errors === undefined) return answer;
    for (const child of children) child.checkAlive();
    if (performance.now() > endsAt) {
      throw new Error(`${name} did not answer within ${READY_MILLIS} ms: ${JSON.stringify(answer.errors)}`);
    }
    await pause(RETRY_MILLIS);
  }
};

/** Every fetch of a plan, in its order. */
export const fetchesOf = (plan: ShownPlan | null): readonly ShownFetch[] => {
  if (plan === null) return [];
  if (plan.kind === "fetch") return [plan];
  if (plan.kind === "condition") return [...fetchesOf(plan.whenTrue), ...fetchesOf(plan.whenFalse)];
  return plan.steps.flatMap(fetchesOf);
};
