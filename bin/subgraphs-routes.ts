import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { DomainError, messageOf } from "../lib/errors.js";
import { isSameSecret } from "../lib/same-secret.js";
import { callErrors } from "../schema/call.js";
import { parseAcceptLanguage } from "../schema/localization.js";
import { SubgraphSilent, type SubgraphsPort } from "../schema/subgraphs-port.js";
import {
  ROOM_HEADER,
  readDirective,
  readMarkedFields,
  readSubgraphOutcome,
  readSubgraphQuestion,
  SUBGRAPHS_PATHS,
  type SubgraphOutcome,
} from "../schema/subgraphs-wire.js";
import { callHeadersOf } from "./room/call-headers.js";

/** A hundred parties, two hundred identifiers, and the document. */
const BODY_BYTES = 262_144;
/** Questions under way at once; a page of the history asks forty sources at most. */
const MAX_QUESTIONS = 2_000;

export interface SubgraphsRoutesOptions {
  readonly subgraphs: SubgraphsPort;
  /** What the rooms of this installation show. */
  readonly roomSecret: string;
  /** The token that subgraphs are asked with for a room's. @throws DomainError `CALL_NOT_SIGNED` */
  readonly tokenFor: (token: string | null) => string;
}

const refuse = (reply: FastifyReply, status: number, code: string, message: string) =>
  reply.code(status).send({ error: { code, message } });

/** Aborts when whoever asked has hung up. */
const signalOf = (reply: FastifyReply): AbortSignal => {
  const gone = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
};

const asked = (body: unknown) => {
  try {
    const { question, language } = (body ?? {}) as { question?: unknown; language?: unknown };
    return {
      question: readSubgraphQuestion(question),
      language: parseAcceptLanguage(typeof language === "string" ? language : null),
    };
  } catch (error) {
    throw new DomainError("BAD_REQUEST", `The question can't be read: ${messageOf(error)}.`);
  }
};

const outcomeOf = async (answer: Promise<SubgraphOutcome["reply"]>): Promise<SubgraphOutcome> => {
  try {
    return readSubgraphOutcome({ reply: await answer, silence: null });
  } catch (error) {
    if (!(error instanceof SubgraphSilent)) throw error;
    const { reason, message } = error;
    return readSubgraphOutcome({ reply: null, silence: { reason, message } });
  }
};

/**
 * Answers the rooms of this installation that run by themselves. Who asks shows two things: that it is such a room, and
 * a call token: the one that it was called with, or one that the rooms signed for somebody who is not there. A token alone would not do: every agency's subgraph is given it, and none of
 * them may ask another with it.
 */
export const mountSubgraphs = (app: FastifyInstance, options: SubgraphsRoutesOptions): void => {
  const { subgraphs, roomSecret, tokenFor } = options;
  let underWay = 0;

  /** @throws DomainError where nobody may ask so */
  const admit = (request: FastifyRequest): void => {
    const shown = request.headers[ROOM_HEADER];
    if (typeof shown === "string" && isSameSecret(shown, roomSecret)) return;
    throw new DomainError("NOT_FOUND", "Nothing is served at this path.");
  };
  const answer = async (reply: FastifyReply, work: () => Promise<unknown>) => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const known: Readonly<Record<string, { readonly status: number }>> = {
        ...callErrors,
        NOT_FOUND: { status: 404 },
      };
      return refuse(reply, known[error.code]?.status ?? 400, error.code, error.message);
    }
  };

  app.post(SUBGRAPHS_PATHS.marked, { bodyLimit: 1_024 }, (request, reply) =>
    answer(reply, async () => {
      admit(request);
      const fields = await subgraphs.marked(readDirective(request.body));
      return { fields: readMarkedFields({ fields }) };
    }),
  );
  app.post(SUBGRAPHS_PATHS.ask, { bodyLimit: BODY_BYTES }, (request, reply) =>
    answer(reply, async () => {
      admit(request);
      const token = tokenFor(callHeadersOf(request.headers)["x-tunet-call"] ?? null);
      const { question, language } = asked(request.body);
      if (underWay >= MAX_QUESTIONS) {
        return {
          reply: null,
          silence: { reason: "OVERLOADED", message: "The gateway has too much to ask." },
        };
      }
      underWay += 1;
      try {
        return await outcomeOf(subgraphs.ask({ token, language }, question, signalOf(reply)));
      } finally {
        underWay -= 1;
      }
    }),
  );
};
