import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { DomainError } from "../../../lib/errors.js";
import { html } from "../../../lib/html.js";
import { isUuid } from "../../../lib/ids.js";
import type { Call } from "../../../schema/call.js";
import { type Language, languageOf, parseAcceptLanguage } from "../../../schema/localization.js";
import type { RoomHttp } from "../../../schema/room.js";
import { INSTANCE_PREFIX } from "../../../schema/urns.js";
import type { ReceivingParts } from "../attachments/receive.js";
import { MAX_FILE_BYTES } from "../attachments/rules.js";
import type { FormsContext } from "../context.js";
import { act } from "./actions.js";
import { filesPage } from "./files-page.js";
import { framed } from "./frame.js";
import { PAGE_HEADERS } from "./headers.js";
import type { Session, Sessions } from "./session.js";
import { signPage } from "./sign-page.js";
import { statePage } from "./state-page.js";
import { stepPage } from "./step-page.js";
import { type PageContent, payPage, reviewPage } from "./task-page.js";
import { takeUpload } from "./upload.js";
import { type InstanceView, NOTHING_TO_SAY, type Outcome, openView } from "./view.js";
import { type PageLanguage, pageLanguageOf, sayIn, type Word } from "./words.js";

/** What the pages need. */
export interface PagesParts {
  readonly sessions: Sessions;
  readonly http: RoomHttp;
  contextOf(call: Call): FormsContext;
  readonly files: ReceivingParts;
}

type Asked = FastifyRequest<{
  Params: { partyId: string; uuid: string; dataType: string; "*": string };
  Querystring: { lang?: string; step?: string };
  Body: unknown;
}>;

/** Whoever comes with such a token has not signed in. */
const UNKNOWN_VIEWER: readonly string[] = ["UNAUTHENTICATED", "VIEWER_UNKNOWN"];

const BODY_BYTES = 1_048_576;
const PAGE = "/forms/instances/:partyId/:uuid";

const placeOf = ({ params: { partyId, uuid } }: Asked): string | null =>
  /^\d{1,10}$/.test(partyId) && isUuid(uuid) ? `${partyId}/${uuid}` : null;

const languageFor = (request: Asked, session: Session | null): PageLanguage => {
  const accepted: Language = parseAcceptLanguage(request.headers["accept-language"] ?? null);
  return pageLanguageOf(languageOf(request.query.lang, session?.language ?? accepted));
};

/** Whether a form was sent from a page of this installation: a browser says so, and a cookie goes with nothing else. */
const isFromHere = ({ headers }: FastifyRequest): boolean => {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  const { origin } = headers;
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === headers.host;
};

const send = (reply: FastifyReply, status: number, page: string): FastifyReply =>
  reply.code(status).headers(PAGE_HEADERS).send(page);

/** A page that says one thing. */
const plainPage = (
  reply: FastifyReply,
  status: number,
  language: PageLanguage,
  said: {
    readonly title: Word;
    readonly body: Word;
    readonly link?: { readonly href: string; readonly word: Word } | null;
    readonly reference?: string;
  },
): FastifyReply => {
  const say = sayIn(language);
  const { title, body, link, reference } = said;
  const content = html`<h1>${say(title)}</h1><p>${say(body)}</p>${
    link
      ? html`<p class="buttons"><a class="button first" href="${link.href}">${say(link.word)}</a></p>`
      : null
  }`;
  return send(
    reply,
    status,
    framed({ language, say, title: say(title), ...(reference === undefined ? {} : { reference }) }, content),
  );
};

const contentOf = (view: InstanceView, outcome: Outcome): PageContent | Promise<PageContent> => {
  const { task, definition } = view;
  if (definition.content === null) return statePage(view, outcome);
  switch (task?.type) {
    case "DATA":
      return stepPage(view, outcome);
    case "CONFIRMATION":
      return reviewPage(view, outcome);
    case "SIGNING":
      return signPage(view, outcome);
    case "PAYMENT":
      return payPage(view, outcome);
    default:
      return statePage(view, outcome);
  }
};

/**
 * Pages on which people fill in forms that have no page of their own: rendered here, usable without a script, on a phone
 * and with a screen reader. A browser has no token, so it comes by an address that the graph gave, or by signing in; from
 * then on a cookie says who it is, for this form alone (docs/decisions, "A form's page is opened by an address").
 */
export const mountPages = (app: FastifyInstance, parts: PagesParts): void => {
  const { sessions, http, contextOf, files } = parts;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit: BODY_BYTES },
    (_request, body, done) => done(null, new URLSearchParams(body)),
  );
  app.addContentTypeParser("multipart/form-data", (_request, payload, done) => done(null, payload));
  app.setErrorHandler((error, request: Asked, reply) => {
    const isUnknown = error instanceof DomainError && UNKNOWN_VIEWER.includes(error.code);
    const status = isUnknown ? 401 : ((error as { statusCode?: number }).statusCode ?? 503);
    if (status >= 500) request.log.error({ err: error }, "A form's page could not be made.");
    const body = isUnknown ? "openInWorkspace" : "unavailable";
    return plainPage(reply, status >= 500 ? 503 : status, languageFor(request, null), {
      title: "yourForm",
      body,
    });
  });

  const landing = (request: Asked, reply: FastifyReply, place: string): FastifyReply => {
    const href = http.signInUrl?.(`/forms/instances/${place}`);
    return plainPage(reply, 200, languageFor(request, null), {
      title: "yourForm",
      body: "openInWorkspace",
      link: href === undefined ? null : { href, word: "signInHere" },
      reference: place,
    });
  };

  const unknown = (request: Asked, reply: FastifyReply, session: Session | null): FastifyReply =>
    plainPage(reply, 404, languageFor(request, session), { title: "yourForm", body: "notThere" });

  const shown = async (
    reply: FastifyReply,
    session: Session,
    view: InstanceView,
    page: PageContent,
    outcome: Outcome,
  ) => {
    const hasErrors =
      outcome.problems.length + outcome.conflicts.length > 0 || outcome.notice?.isBad === true;
    const { language, say, who, row, steps, shownAt, task } = view;
    const step = task?.type === "DATA" ? steps[shownAt]?.id : undefined;
    const reference = row.id.slice(INSTANCE_PREFIX.length);
    const text = framed(
      { language, say, title: page.title, hasErrors, who, step, reference },
      page.content.filter((part) => part !== null),
    );
    return send(sessions.keep(reply, session), hasErrors ? 422 : 200, text);
  };

  /** Whoever has a session for the form that is asked for, and the form as they see it. */
  const enter = async (request: Asked, reply: FastifyReply) => {
    const place = placeOf(request);
    if (place === null) return { ended: unknown(request, reply, null) };
    const known = sessions.of(request, place);
    if (known === null) return { ended: landing(request, reply, place) };
    const language = languageFor(request, known);
    // What was chosen is kept; what the browser asks for is asked again each time.
    const session: Session = request.query.lang === undefined ? known : { ...known, language };
    const context = contextOf({ ...sessions.callOf(session), language });
    const wanted = request.query.step ?? null;
    const view = () => openView(context, INSTANCE_PREFIX + place, { language, wanted });
    const now = await view();
    return now === null ? { ended: unknown(request, reply, session) } : { session, now, view };
  };

  app.get(PAGE, async (request: Asked, reply) => {
    const entered = await enter(request, reply);
    if ("ended" in entered) return entered.ended;
    const { session, now } = entered;
    return shown(reply, session, now, await contentOf(now, NOTHING_TO_SAY), NOTHING_TO_SAY);
  });

  app.get(`${PAGE}/files`, async (request: Asked, reply) => {
    const entered = await enter(request, reply);
    if ("ended" in entered) return entered.ended;
    const { session, now } = entered;
    return shown(reply, session, now, filesPage(now, NOTHING_TO_SAY), NOTHING_TO_SAY);
  });

  const refuseForeign = (request: Asked, reply: FastifyReply): FastifyReply | null =>
    isFromHere(request)
      ? null
      : plainPage(reply, 403, languageFor(request, null), { title: "yourForm", body: "otherPlace" });

  app.post(PAGE, async (request: Asked, reply) => {
    const foreign = refuseForeign(request, reply);
    if (foreign !== null) return foreign;
    const sent = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const place = placeOf(request);
    if (place !== null && sent.get("do") === "leave") {
      return plainPage(sessions.end(reply, place), 200, languageFor(request, null), {
        title: "left",
        body: "leftBody",
      });
    }
    const entered = await enter(request, reply);
    if ("ended" in entered) return entered.ended;
    const { session, now, view } = entered;
    const acted = await act(now, sent);
    if ("goTo" in acted) {
      const { made } = acted;
      if (made === undefined) return sessions.keep(reply, session).redirect(acted.goTo, 303);
      const copy = { ...session, place: made.id.slice(INSTANCE_PREFIX.length) };
      return sessions.keep(reply, copy).redirect(`/forms/instances/${copy.place}`, 303);
    }
    const after = (await view()) ?? now;
    return shown(reply, session, after, await contentOf(after, acted.say), acted.say);
  });

  app.post(`${PAGE}/files/:dataType`, { bodyLimit: MAX_FILE_BYTES }, async (request: Asked, reply) => {
    const foreign = refuseForeign(request, reply);
    if (foreign !== null) return foreign;
    const entered = await enter(request, reply);
    if ("ended" in entered) return entered.ended;
    const { session, now, view } = entered;
    const contentType = request.headers["content-type"] ?? "";
    const body = request.body as Readable;
    const refused = await takeUpload(now, request.params.dataType, { contentType, body }, files);
    if (refused === null) return sessions.keep(reply, session).redirect(`${now.base}/files`, 303);
    const after = (await view()) ?? now;
    return shown(reply, session, after, filesPage(after, refused), refused);
  });

  app.get("/forms/open/*", async (request: Asked, reply) => {
    const session = sessions.opened(request.params["*"]);
    if (session === null) {
      return plainPage(reply, 410, languageFor(request, null), {
        title: "linkOver",
        body: "openInWorkspace",
      });
    }
    return sessions.keep(reply, session).redirect(`/forms/instances/${session.place}`, 303);
  });

  // For whoever has a token and a browser: a frontend sends it in a form, as a browser sends it nowhere by itself.
  app.post("/forms/session", async (request: Asked, reply) => {
    const sent = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const [, place = ""] =
      /^\/forms\/instances\/(\d{1,10}\/[0-9a-f-]{36})$/i.exec(sent.get("to") ?? "") ?? [];
    const token = sent.get("token");
    const authorization = token === null ? request.headers.authorization : `Bearer ${token}`;
    const headers = { ...request.headers, ...(authorization === undefined ? {} : { authorization }) };
    const call = await http.identify(
      Object.create(request, { headers: { value: headers } }) as FastifyRequest,
    );
    const session = place === "" ? null : sessions.begin(call.viewer, place);
    if (session === null) return unknown(request, reply, null);
    return sessions.keep(reply, session).redirect(`/forms/instances/${place}`, 303);
  });
};
