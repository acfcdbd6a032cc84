import type { FastifyInstance } from "fastify";
import { formsError } from "../errors.js";
import type { PaymentProvider } from "./provider.js";
import { type SettlingParts, settlePayment } from "./settle.js";

/** Where providers say how payments went. */
export const CALLBACK_PATH = "/forms/payments/callback";
const BODY_BYTES = 16_384;

/** Takes the provider's word, where it is the provider's: again and again, late, and in any order. */
export const mountPayments = (
  app: FastifyInstance,
  parts: SettlingParts & { readonly provider: PaymentProvider },
): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: BODY_BYTES }, (_request, body, done) =>
    done(null, body),
  );
  app.post<{ Body: Buffer | null }>(CALLBACK_PATH, async (request, reply) => {
    const body = request.body ?? Buffer.alloc(0);
    const said = parts.provider.readCallback(request.headers, body, parts.clock());
    if (said === null) {
      throw formsError("FORM_CALLBACK_REFUSED", "This is not signed by the payment provider, or long ago.");
    }
    const settled = await settlePayment(said, parts);
    if (settled === "MISMATCH") {
      request.log.error(
        { payment: said.reference },
        "The provider speaks of another amount than is to be paid.",
      );
      throw formsError("FORM_CALLBACK_REFUSED", "The amount is not the one that is to be paid.");
    }
    if (settled === "UNKNOWN") throw formsError("FORM_CALLBACK_REFUSED", "There is no such payment.");
    return reply.code(204).send();
  });
};
