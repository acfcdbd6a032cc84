import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { isUuid } from "../../../lib/ids.js";
import { LANGUAGE_ARGUMENT, languageOf, localize } from "../../../schema/localization.js";
import { openPage } from "../../../schema/paging.js";
import { CursorScalar, PartyUrnScalar } from "../../../schema/scalars.js";
import { findConsent, lookUpConsent, takeConsentStep } from "../consents/answer.js";
import { consentText, presentConsents } from "../consents/present.js";
import { requestConsent } from "../consents/request.js";
import type { ConsentStep } from "../consents/rules.js";
import { consentPage, type WholeConsent } from "../consents/store.js";
import { CONSENT_TEMPLATES } from "../consents/templates.js";
import type { AuthorizationContext } from "../context.js";
import { authorizationError, failClosed } from "../errors.js";
import type { Result } from "../requests/problems.js";
import { mayAdministerAccess } from "../rules/administration.js";
import type { AccessProblem } from "../types/access-problem.js";
import {
  Consent,
  ConsentConnection,
  type ConsentMessageInput,
  ConsentPayload,
  ConsentRight,
  ConsentSideName,
  ConsentTemplateType,
  RequestConsentInput,
} from "../types/consent.js";
import { Party } from "../types/party.js";

const MAX_CONSENTS = 100;
const ID_DESCRIPTION = "The consent's id.";
const NO_ID = "00000000-0000-0000-0000-000000000000";

/** A text that is no UUID names no consent. */
const idOf = (id: string): string => (isUuid(id) ? id.toLowerCase() : NO_ID);

const payload = async (
  { store, clock }: AuthorizationContext,
  result: Result<WholeConsent>,
): Promise<ConsentPayload> => {
  if (result.done === null) return { consent: null, errors: result.problems as readonly AccessProblem[] };
  const [consent = null] = await presentConsents(store, [result.done], clock());
  return { consent, errors: [] };
};

const step = (context: AuthorizationContext, id: string, taken: ConsentStep): Promise<ConsentPayload> =>
  failClosed(async () => payload(context, await takeConsentStep(context, idOf(id), taken)));

const messageOf = (message: ConsentMessageInput | null | undefined) =>
  Object.fromEntries(
    Object.entries(message ?? {}).filter(([, text]) => typeof text === "string" && text.trim() !== ""),
  );

@Resolver(() => Consent)
export class ConsentResolver {
  @Query(() => Consent, {
    nullable: true,
    description: "One consent: for who may answer it, and for the organisation that asks.",
  })
  consent(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Ctx() context: AuthorizationContext,
  ): Promise<Consent | null> {
    return failClosed(async () => {
      const found = await findConsent(context, idOf(id));
      return found === null
        ? null
        : ((await presentConsents(context.store, [found], context.clock()))[0] ?? null);
    });
  }

  @Query(() => [ConsentTemplateType], { description: "The kinds of questions for consent that there are." })
  consentTemplates(): readonly ConsentTemplateType[] {
    return CONSENT_TEMPLATES;
  }

  @Mutation(() => ConsentPayload, {
    description:
      "Ask somebody for consent, as an organisation with the scope `altinn:consentrequests.write`.",
  })
  requestConsent(
    @Arg("input", () => RequestConsentInput, { description: "Whom you ask, for what, and until when." })
    input: RequestConsentInput,
    @Ctx() context: AuthorizationContext,
  ): Promise<ConsentPayload> {
    const order = {
      id: input.id ?? null,
      from: input.from,
      requiredDelegator: input.requiredDelegator ?? null,
      validTo: input.validTo,
      rights: input.rights.map(({ service, actions, metadata }) => ({
        service,
        actions: actions ?? [],
        metadata: Object.fromEntries((metadata ?? []).map(({ key, value }) => [key, value])),
      })),
      message: messageOf(input.message),
      redirectUrl: input.redirectUrl,
      portalViewMode: input.portalViewMode,
    };
    return failClosed(async () => payload(context, await requestConsent(context, order)));
  }

  @Mutation(() => ConsentPayload, { description: "Say yes to a question for consent." })
  acceptConsent(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Ctx() context: AuthorizationContext,
  ): Promise<ConsentPayload> {
    return step(context, id, "ACCEPT");
  }

  @Mutation(() => ConsentPayload, { description: "Say no to a question for consent." })
  rejectConsent(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Ctx() context: AuthorizationContext,
  ): Promise<ConsentPayload> {
    return step(context, id, "REJECT");
  }

  @Mutation(() => ConsentPayload, { description: "Take back a consent that was given; it ends at once." })
  revokeConsent(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Ctx() context: AuthorizationContext,
  ): Promise<ConsentPayload> {
    return step(context, id, "REVOKE");
  }

  @Mutation(() => ConsentPayload, {
    description: "Take your question for consent back, as the organisation that asked.",
  })
  withdrawConsentRequest(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Ctx() context: AuthorizationContext,
  ): Promise<ConsentPayload> {
    return step(context, id, "DELETE");
  }

  @Mutation(() => ConsentPayload, {
    description:
      "What you may fetch by a consent now, as the organisation that has it, with the scope " +
      "`altinn:consentrequests.read`. It is told to the one who gave it, and uses a one-time consent up.",
  })
  lookUpConsent(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Arg("from", () => PartyUrnScalar, { description: "Whom you have it of." }) from: string,
    @Ctx() context: AuthorizationContext,
  ): Promise<ConsentPayload> {
    return failClosed(async () => payload(context, await lookUpConsent(context, idOf(id), from)));
  }

  @FieldResolver(() => String, { nullable: true, description: "What the question is called." })
  title(
    @Root() consent: Consent,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: AuthorizationContext,
  ): string | null {
    return consentText(consent, "title", languageOf(lang, call.language));
  }

  @FieldResolver(() => String, { nullable: true, description: "Who asks for what of whom, in a sentence." })
  heading(
    @Root() consent: Consent,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: AuthorizationContext,
  ): string | null {
    return consentText(consent, "heading", languageOf(lang, call.language));
  }

  @FieldResolver(() => String, { nullable: true, description: "What a yes means; the rights come after it." })
  introduction(
    @Root() consent: Consent,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: AuthorizationContext,
  ): string | null {
    return consentText(consent, "introduction", languageOf(lang, call.language));
  }

  @FieldResolver(() => String, { nullable: true, description: "How long a yes holds." })
  expiry(
    @Root() consent: Consent,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: AuthorizationContext,
  ): string | null {
    return consentText(consent, "expiry", languageOf(lang, call.language));
  }

  @FieldResolver(() => String, { nullable: true, description: "What the organisation itself writes." })
  message(
    @Root() consent: Consent,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: AuthorizationContext,
  ): string | null {
    return localize(consent.messageText, languageOf(lang, call.language));
  }
}

@Resolver(() => ConsentRight)
export class ConsentRightResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: "What consent to this service means, in Markdown, with what it is limited to filled in.",
  })
  text(
    @Root() right: ConsentRight,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: AuthorizationContext,
  ): string | null {
    return localize(right.text, languageOf(lang, call.language));
  }
}

@Resolver(() => Party)
export class PartyConsentsResolver {
  @FieldResolver(() => ConsentConnection, {
    nullable: true,
    description:
      "Consents that it gave or is asked for, or that it asks for, newest first, for those who administer its access.",
  })
  async consents(
    @Root() party: Party,
    @Arg("side", () => ConsentSideName, {
      defaultValue: ConsentSideName.GIVER,
      description: "Those that it gives, or those that it asks for.",
    })
    side: ConsentSideName,
    @Arg("first", () => Int, { defaultValue: 50, description: "How many, from 1 to 100." }) first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: "`endCursor` of the page before." })
    after: string | null,
    @Ctx() { call, authorization, cursors, store, clock }: AuthorizationContext,
  ): Promise<ConsentConnection> {
    if (!mayAdministerAccess(await authorization.connections(call), party.id)) {
      throw authorizationError(
        "ADMINISTRATION_REQUIRED",
        "This party's consents are shown to those who administer its access; ask one of them.",
      );
    }
    const list = JSON.stringify(["consents", party.id, call.viewer.party, side]);
    const page = openPage(cursors, { first, after, maxFirst: MAX_CONSENTS, list });
    return failClosed(async () => {
      const { database, tables } = store.open;
      const [createdAt, id] = page.after ?? [];
      const after = page.after === null ? null : { createdAt: Number(createdAt), id: String(id) };
      const wholes = await consentPage(database.read, tables, {
        partyId: party.id,
        side,
        after,
        take: page.take,
      });
      return page.connection(await presentConsents(store, wholes, clock()), (shown) => [
        shown.createdAt,
        shown.id,
      ]);
    });
  }
}
