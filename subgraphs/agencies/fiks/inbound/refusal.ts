import { randomUUID } from "node:crypto";
import type { Answer } from "../../kit/answer.js";

/** What an integration did wrong, as the platform tells it. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.code = code;
  }
}

const REASONS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  413: "Payload Too Large",
};

/** The body that all of the platform's interfaces answer errors with. */
export const answerOfRefusal = (
  { status, code, message }: Refusal,
  { path, now }: { readonly path: string; readonly now: number },
): Answer => ({
  status,
  body: {
    timestamp: now,
    status,
    error: REASONS[status] ?? "Error",
    errorId: randomUUID(),
    path,
    originalPath: path,
    message,
    errorCode: code,
    errorJson: null,
  },
});

/** Whose thing it is not: told like what is not there, so that nobody learns what others have. */
export const notThere = (what: string): Refusal => new Refusal(404, "NOT_FOUND", `Fant ikke ${what}.`);

export const badRequest = (message: string): Refusal => new Refusal(400, "BAD_REQUEST", message);
