import { Arg, Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import { LANGUAGE_ARGUMENT, languageOf, localize } from "../../../schema/localization.js";
import { PARTY_UUID_PREFIX } from "../../../schema/urns.js";
import type { AuthorizationContext } from "../context.js";
import { authorizationError } from "../errors.js";
import { ACTION_ARGUMENT, accessDecisionOf } from "../rules/access-decision.js";
import type { ReasonedDecision } from "../rules/decision.js";
import { evidenceOf } from "../rules/evidence.js";
import { reasonFor } from "../rules/reason.js";
import { READ } from "../rules/scope.js";
import { decideOnThing, referencesTo } from "../rules/thing-access.js";
import { AccessDecision } from "../types/access-decision.js";
import { AccessEvidence, AccessGrant } from "../types/access-evidence.js";
import { HistoryItem } from "../types/history-item.js";
import { Party } from "../types/party.js";

const decisionOn = (
  { id, party, serviceResource, instanceRef }: HistoryItem,
  action: string,
  { decision }: AuthorizationContext["loaders"],
): Promise<ReasonedDecision> =>
  decideOnThing(referencesTo(id, instanceRef ?? null), (ref) =>
    decision.load({
      party: PARTY_UUID_PREFIX + party.id,
      service: serviceResource.id,
      action,
      instanceRef: ref,
    }),
  );

@Resolver(() => HistoryItem)
export class HistoryItemResolver {
  @Directive('@requires(fields: "party { id } serviceResource { id } instanceRef")')
  @FieldResolver(() => AccessEvidence, {
    nullable: true,
    description: "Why you may see it; an error where you no longer may.",
  })
  async access(
    @Root() item: HistoryItem,
    @Ctx() { call, loaders }: AuthorizationContext,
  ): Promise<AccessEvidence> {
    const decision = await decisionOn(item, READ, loaders);
    if (decision.decision === "PERMIT") return evidenceOf(decision, call.viewer.level);
    throw authorizationError(
      "ACCESS_NOT_FOUND",
      "You have no access to this item now, so there is no reason to give; fetch the list again.",
    );
  }

  @Directive('@requires(fields: "party { id } serviceResource { id } instanceRef")')
  @FieldResolver(() => AccessDecision, {
    nullable: true,
    description: "Whether you may do something with it, e.g. `write` or `sign`, and why.",
  })
  async accessTo(
    @Root() item: HistoryItem,
    @Arg("action", () => String, { description: ACTION_ARGUMENT }) action: string,
    @Ctx() { call, loaders }: AuthorizationContext,
  ): Promise<AccessDecision> {
    const decision = await decisionOn(item, action, loaders);
    return accessDecisionOf(action, decision, call.viewer.level);
  }
}

@Resolver(() => AccessEvidence)
export class AccessEvidenceResolver {
  @FieldResolver(() => String, {
    description:
      "The nearest reason in a plain sentence, e.g. «Daglig leder i Fjordheim Bygg AS, gjennom tilgangspakken Byggesøknad».",
  })
  async reason(
    @Root() { decision }: AccessEvidence,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() context: AuthorizationContext,
  ): Promise<string> {
    const { viewer, parties } = await context.authorization.connections(context.call);
    const [nearest] = decision.grants;
    if (nearest === undefined)
      throw new Error("Evidence is made of decisions that permit: they have a grant.");
    const language = languageOf(lang, context.call.language);
    return reasonFor(nearest, { viewerId: viewer?.id ?? null, partyId: decision.partyId, parties, language });
  }
}

@Resolver(() => AccessGrant)
export class AccessGrantResolver {
  @FieldResolver(() => String, { description: "What the role, access package or right is called." })
  name(
    @Root() { grant, subject }: AccessGrant,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() context: AuthorizationContext,
  ): string {
    return localize(grant.name, languageOf(lang, context.call.language)) ?? subject;
  }

  @FieldResolver(() => Party, {
    nullable: true,
    description:
      "Whom the right came by way of: an organisation that you lead or are an agent of, the main unit of a subunit, " +
      "or a person's sole proprietorship; null where it was given to you by the party itself.",
  })
  async via(@Root() { grant }: AccessGrant, @Ctx() { call, authorization }: AuthorizationContext) {
    if (grant.viaId === null) return null;
    return (await authorization.connections(call)).parties.get(grant.viaId) ?? null;
  }
}
