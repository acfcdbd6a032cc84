import type { FastifyInstance } from "fastify";
import { messageOf } from "../../../lib/errors.js";
import { mountHarvest } from "../harvest/route.js";
import type { RestApi } from "./api.js";
import { mountFeeds } from "./feeds.js";
import { mountPolicies } from "./policies.js";
import { mountReading } from "./reading.js";
import { answerError, invalid } from "./refusals.js";
import { mountWriting } from "./writing.js";

const BODY_BYTES = 1_048_576;

/** The policy in a form, as Altinn Resource Registry takes it: a file under `policyFile`, or the only one. */
const policyInForm = async (body: Buffer, contentType: string): Promise<string> => {
  const headers = { "content-type": contentType };
  const form = await new Response(new Uint8Array(body), { headers }).formData().catch((error: unknown) => {
    throw invalid("policyFile", `The form can't be read: ${messageOf(error)}.`);
  });
  const parts = [...form.entries()];
  const [, part] = parts.find(([name]) => name === "policyFile") ?? parts[0] ?? [];
  if (part === undefined) throw invalid("policyFile", "It is missing: send the policy as a file.");
  return typeof part === "string" ? part : part.text();
};

/** UTF-8 with or without a mark; the declaration speaks of a file, and what is kept is text. */
const textOf = (text: string): string => text.replace(/^\uFEFF/, "").replace(/^<\?xml[^>]*\?>\s*/, "");

const parseBodies = (app: FastifyInstance): void => {
  app.addContentTypeParser<string>(
    ["application/xml", "text/xml", "application/xacml+xml"],
    { parseAs: "string", bodyLimit: BODY_BYTES },
    (_request, body, done) => done(null, textOf(body)),
  );
  app.addContentTypeParser<Buffer>(
    "multipart/form-data",
    { parseAs: "buffer", bodyLimit: BODY_BYTES },
    async (request: { headers: { "content-type"?: string } }, body: Buffer) =>
      textOf(await policyInForm(body, request.headers["content-type"] ?? "")),
  );
};

/** Mounts the catalogue in the shape of Altinn Resource Registry. */
export const mountRest = (app: FastifyInstance, api: RestApi): void => {
  parseBodies(app);
  app.setErrorHandler(answerError);
  mountFeeds(app, api);
  mountPolicies(app, api);
  mountReading(app, api);
  mountWriting(app, api);
  mountHarvest(app, api);
};
