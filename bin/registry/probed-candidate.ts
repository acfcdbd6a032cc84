import { type Dispatcher, request } from "undici";
import { systemClock } from "../../lib/clock.js";
import { randomId } from "../../lib/ids.js";
import { type CallKey, generateCallKey, signCallToken } from "../../schema/call-token.js";
import type { Candidate, ProbeCaller } from "../../schema/history-source/conformance/probe.js";
import { strangerNumber } from "../../schema/history-source/conformance/test-parties.js";
import type { SubgraphReply } from "../../schema/subgraphs-port.js";
import { ORGANIZATION_PREFIX, PERSON_PREFIX } from "../../schema/urns.js";
import type { Claims } from "../../schema/viewer.js";

const TIMEOUT_MILLIS = 5_000;
const MAX_BYTES = 16_777_216;

export interface ProbedCandidateOptions {
  readonly url: URL;
  /** How its address is reached. */
  readonly dispatcher: Dispatcher;
  /** What the candidate knows calls by. */
  readonly callKey: CallKey;
  /** What it is called, as calls are for it; `null` where that is not known, and the key is of no use elsewhere. */
  readonly name: string | null;
  /** Ends all asking. */
  readonly signal: AbortSignal;
}

const asPerson = (number: string): Claims => ({ pid: number, acr: "idporten-loa-high" });

/** A test party, signed in as itself. */
const claimsOf = (party: string): Claims =>
  party.startsWith(PERSON_PREFIX)
    ? asPerson(party.slice(PERSON_PREFIX.length))
    : {
        consumer: {
          authority: "iso6523-actorid-upis",
          ID: `0192:${party.slice(ORGANIZATION_PREFIX.length)}`,
        },
      };

const read = async (body: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error(`It answered with more than ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @param status of HTTP; for the message */
const replyIn = (text: string, status: number): SubgraphReply => {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    answer = null;
  }
  const { data = null, errors = [] } = isRecord(answer) ? answer : {};
  if (!isRecord(answer) || (data !== null && !isRecord(data)) || !Array.isArray(errors)) {
    throw new Error(`It answered with HTTP status ${status} and something that is no GraphQL answer.`);
  }
  return {
    data,
    errors: errors.filter(isRecord).map(({ message, extensions }) => {
      const code = isRecord(extensions) ? extensions["code"] : null;
      return { message: String(message), code: typeof code === "string" ? code : null };
    }),
  };
};

/** In words that say nothing of where it is, nor what stands there. */
const failureOf = (error: unknown): Error => {
  const { name = "", message = "" } = error instanceof Error ? error : {};
  if (name === "TimeoutError" || name === "AbortError")
    return new Error(`It did not answer within ${TIMEOUT_MILLIS} ms.`);
  return message.startsWith("It answered") ? new Error(message) : new Error("It could not be reached.");
};

/** A running subgraph, asked as the gateway asks it. */
export const createProbedCandidate = ({
  url,
  dispatcher,
  callKey,
  name,
  signal,
}: ProbedCandidateOptions): Candidate => {
  const forger = generateCallKey(callKey.kid);
  const token = (key: CallKey, viewer: Claims): string =>
    signCallToken(key, { requestId: randomId(systemClock()), viewer, audience: name }, systemClock);
  const tokenFor = (as: ProbeCaller): string | null => {
    switch (as.kind) {
      case "PARTY":
        return token(callKey, claimsOf(as.party));
      case "STRANGER":
        return token(callKey, asPerson(strangerNumber()));
      case "FORGED":
        return token(forger, asPerson(strangerNumber()));
      case "UNSIGNED":
        return null;
    }
  };
  return {
    async ask({ query, variables }, as) {
      const call = tokenFor(as);
      try {
        const { statusCode, body } = await request(url, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            accept: "application/graphql-response+json, application/json;q=0.9",
            "accept-language": "nb",
            ...(call === null ? {} : { "x-tunet-call": call }),
          },
          body: JSON.stringify({ query, variables }),
          dispatcher,
          signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MILLIS)]),
        });
        return replyIn(await read(body), statusCode);
      } catch (error) {
        throw failureOf(error);
      }
    },
  };
};
