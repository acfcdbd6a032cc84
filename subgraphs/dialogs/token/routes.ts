import type { FastifyInstance } from "fastify";
import type { DialogTokens } from "./dialog-tokens.js";

/** Where Dialogporten's API begins, as the service owners' has it here; its tokens' issuer ends with it. */
const API = "/dialogporten/api/v1";

/** Who issues dialog tokens here. @param publicUrl without a trailing slash */
export const issuerOf = (publicUrl: string): string => publicUrl + API;

const CACHE = "public, max-age=300";

/**
 * Where service owners find the keys that dialog tokens are checked with: under Dialogporten's paths, and at the root,
 * where clients look that know the host only.
 */
export const mountTokenKeys = (
  app: FastifyInstance,
  tokens: Pick<DialogTokens, "jwks">,
  issuer: () => string,
): void => {
  for (const prefix of [API, ""]) {
    app.get(`${prefix}/.well-known/jwks.json`, (_request, reply) =>
      reply.header("cache-control", CACHE).send({ keys: tokens.jwks }),
    );
    app.get(`${prefix}/.well-known/oauth-authorization-server`, (_request, reply) =>
      reply.header("cache-control", CACHE).send({
        issuer: issuer(),
        jwks_uri: `${issuer()}/.well-known/jwks.json`,
      }),
    );
  }
};
