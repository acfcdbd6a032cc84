import type { FastifyInstance, FastifyRequest } from "fastify";
import { escapedHtml } from "../../../lib/html.js";
import { isUuid } from "../../../lib/ids.js";
import { type Language, languageOf, parseAcceptLanguage } from "../../../schema/localization.js";
import { PAGE_HEADERS } from "./headers.js";

const WORDS = {
  nb: {
    title: "Skjemaet ditt",
    body: "Skjemaet fylles ut i arbeidsflaten din. Gå dit og åpne det; det du har gjort, er lagret.",
    reference: "Referanse",
  },
  nn: {
    title: "Skjemaet ditt",
    body: "Skjemaet blir fylt ut i arbeidsflata di. Gå dit og opne det; det du har gjort, er lagra.",
    reference: "Referanse",
  },
  en: {
    title: "Your form",
    body: "The form is filled in within your workspace. Go there and open it; what you have done is kept.",
    reference: "Reference",
  },
} as const;

const pageIn = (language: Language, reference: string): string => {
  const known = language === "se" ? "nb" : language;
  const { title, body, reference: label } = WORDS[known];
  return `<!doctype html><html lang="${known}"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width"><style>body{font:1rem/1.5 system-ui;max-width:40rem;margin:3rem auto;padding:0 1rem}</style></head>
<body><h1>${title}</h1><p>${body}</p><p>${label}: <code>${escapedHtml(reference)}</code></p></body></html>`;
};

type Asked = FastifyRequest<{ Params: { partyId: string; uuid: string } }>;

/**
 * Where people land whose form names no page of its own: after paying, or from the action of a dialog. A browser brings
 * no token here, so the page tells nothing of the instance, and is the same whether or not there is one.
 */
export const mountInstancePage = (app: FastifyInstance): void => {
  app.get("/forms/instances/:partyId/:uuid", async (request: Asked, reply) => {
    const { partyId, uuid } = request.params;
    if (!/^\d{1,10}$/.test(partyId) || !isUuid(uuid)) {
      const message = "This is no address of a form that is being filled in.";
      return reply.code(404).send({ error: { code: "NOT_FOUND", message } });
    }
    const accepted = parseAcceptLanguage(request.headers["accept-language"] ?? null);
    return reply.headers(PAGE_HEADERS).send(pageIn(languageOf(undefined, accepted), `${partyId}/${uuid}`));
  });
};
