import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { AuthorizationContext } from "../context.js";
import type { ChangeName, OrderOf, Refusal } from "../delegation/index.js";
import {
  AddAgentInput,
  AddClientAccessInput,
  GiveAccessPackagesInput,
  GiveInstanceRightsInput,
  GiveRightsInput,
  RemoveAgentInput,
  RemoveClientAccessInput,
  RevokeAccessPackagesInput,
  RevokeAllAccessInput,
  RevokeInstanceRightsInput,
  RevokeRightsInput,
} from "../types/delegation-input.js";
import {
  DelegationClientNotFound,
  type DelegationError,
  DelegationLevelTooLow,
  DelegationNotAuthorised,
  DelegationNotDelegable,
  DelegationPayload,
  DelegationRecipientNotAllowed,
  DelegationRecipientNotFound,
  DelegationUnknownSubject,
  DelegationValidationError,
} from "../types/delegation-payload.js";
import { assignmentOf } from "./assignment.js";
import { reasonOf } from "./party-delegation.js";

const errorOf = (refusal: Refusal): DelegationError => {
  const { message } = refusal;
  switch (refusal.kind) {
    case "NOT_AUTHORISED":
      return new DelegationNotAuthorised(message);
    case "RECIPIENT_NOT_FOUND":
      return new DelegationRecipientNotFound(message);
    case "RECIPIENT_NOT_ALLOWED":
      return new DelegationRecipientNotAllowed(message);
    case "CLIENT_NOT_FOUND":
      return new DelegationClientNotFound(message);
    case "UNKNOWN_SUBJECT":
      return new DelegationUnknownSubject(message, refusal.subject);
    case "NOT_DELEGABLE":
      return new DelegationNotDelegable(message, refusal.subject, refusal.reasons.map(reasonOf));
    case "LEVEL_TOO_LOW":
      return new DelegationLevelTooLow(message, refusal.requiredLevel, refusal.currentLevel);
    case "VALIDATION":
      return new DelegationValidationError(message);
  }
};

/** Makes a change, and what the same request asks next is answered with it. */
const change = async <Name extends ChangeName>(
  { call, clock, newId, delegation, assignments, authorization, loaders }: AuthorizationContext,
  name: Name,
  order: OrderOf<Name>,
): Promise<DelegationPayload> => {
  const outcome = await delegation.change(name, { viewer: call.viewer, at: clock(), newId }, order);
  if (outcome.outcome === "REFUSED") {
    return { isChanged: false, assignment: null, errors: outcome.refusals.map(errorOf) };
  }
  if (outcome.isChanged) {
    authorization.forget(call);
    loaders.decision.clearAll();
    loaders.partyById.clearAll();
    loaders.delegator.clearAll();
  }
  const row = outcome.assignmentId === null ? null : await assignments.byId(outcome.assignmentId);
  return { isChanged: outcome.isChanged, assignment: row === null ? null : assignmentOf(row), errors: [] };
};

const recipient = ({ to, lastName }: { to: string; lastName?: string | null }) => ({
  urn: to,
  lastName: lastName ?? null,
});

@Resolver()
export class DelegationResolver {
  @Mutation(() => DelegationPayload, {
    description:
      "Gives access packages to somebody on a party's behalf. It takes the right to administer the party's access, " +
      "and to give each package: see `Party.packageDelegationChecks`. All of them are given, or none.",
  })
  giveAccessPackages(
    @Arg("input", () => GiveAccessPackagesInput, { description: "What, and to whom." })
    { from, packages, ...to }: GiveAccessPackagesInput,
    @Ctx() context: AuthorizationContext,
  ): Promise<DelegationPayload> {
    return change(context, "givePackages", { from, to: recipient(to), packages });
  }

  @Mutation(() => DelegationPayload, {
    description:
      "Takes access packages back, from whoever was given them and from the agents whom they were passed on to. " +
      "Whoever was given something may give it up as well.",
  })
  revokeAccessPackages(
    @Arg("input", () => RevokeAccessPackagesInput, { description: "What, and from whom." })
    { from, to, packages }: RevokeAccessPackagesInput,
    @Ctx() context: AuthorizationContext,
  ): Promise<DelegationPayload> {
    return change(context, "revokePackages", { from, to, packages });
  }

  @Mutation(() => DelegationPayload, {
    description:
      "Gives single rights to a service to somebody on a party's behalf: see `Party.rightDelegationChecks`. Rights " +
      "that they have stay.",
  })
  giveRights(
    @Arg("input", () => GiveRightsInput, { description: "What, and to whom." })
    { from, service, rights, ...to }: GiveRightsInput,
    @Ctx() context: AuthorizationContext,
  ): Promise<DelegationPayload> {
    return change(context, "giveRights", { from, to: recipient(to), service, rights });
  }

  @Mutation(() => DelegationPayload, { description: "Takes rights to a service back, single ones or all." })
  revokeRights(
    @Arg("input", () => RevokeRightsInput, { description: "What, and from whom." })
    { from, to, service, rights }: RevokeRightsInput,
    @Ctx() context: AuthorizationContext,
  ): Promise<DelegationPayload> {
    return change(context, "revokeRights", { from, to, service, rights: rights ?? null });
  }

  @Mutation(() => DelegationPayload, {
    description: "Gives rights to one thing, e.g. a form that somebody else is to sign, and to nothing else.",
  })
  giveInstanceRights(
    @Arg("input", () => GiveInstanceRightsInput, { description: "What, and to whom." })
    { from, service, rights, instanceRef, ...to }: GiveInstanceRightsInput,
    @Ctx() context: AuthorizationContext,
  ): Promise<DelegationPayload> {
    return change(context, "giveInstanceRights", { from, to: recipient(to), service, rights, instanceRef });
  }

  @Mutation(() => DelegationPayload, { description: "Takes rights to one thing back, single ones or all." })
  revokeInstanceRights(
    @Arg("input", () => RevokeInstanceRightsInput, { description: "What, and from whom." })
    { from, to, instanceRef, rights }: RevokeInstanceRightsInput,
    @Ctx() context: AuthorizationContext,
  ): Promise<DelegationPayload> {
    return change(context, "revokeInstanceRights", { from, to, instanceRef, rights: rights ?? null });
  }

  @Mutation(() => DelegationPayload, {
    description: "Ends everything that one party has given another by name. Roles of registers stay.",
  })
  revokeAllAccess(
    @Arg("input", () => RevokeAllAccessInput, { description: "Between whom." })
    { from, to }: RevokeAllAccessInput,
    @Ctx() context: AuthorizationContext,
  ): Promise<DelegationPayload> {
    return change(context, "revokeEverything", { from, to });
  }

  @Mutation(() => DelegationPayload, {
    description:
      "Makes a person or an agents' system user an agent of an organisation, so that clients can be passed on to it.",
  })
  addAgent(
    @Arg("input", () => AddAgentInput, { description: "Whom, and of which organisation." })
    { facilitator, agent, lastName }: AddAgentInput,
    @Ctx() context: AuthorizationContext,
  ): Promise<DelegationPayload> {
    return change(context, "addAgent", { facilitator, agent: recipient({ to: agent, lastName }) });
  }

  @Mutation(() => DelegationPayload, {
    description: "Ends an agent's relation to an organisation, with all clients that were passed on to it.",
  })
  removeAgent(
    @Arg("input", () => RemoveAgentInput, { description: "Who, and of which organisation." })
    { facilitator, agent }: RemoveAgentInput,
    @Ctx() context: AuthorizationContext,
  ): Promise<DelegationPayload> {
    return change(context, "removeAgent", { facilitator, agent });
  }

  @Mutation(() => DelegationPayload, {
    description:
      "Passes access packages and services of a client on to an agent, as far as the client has given them to the " +
      "organisation.",
  })
  addClientAccess(
    @Arg("input", () => AddClientAccessInput, { description: "What of which client, and to whom." })
    { facilitator, client, agent, role, packages, services }: AddClientAccessInput,
    @Ctx() context: AuthorizationContext,
  ): Promise<DelegationPayload> {
    const ends = { facilitator, client, agent, role: role ?? null };
    return change(context, "addClientAccess", {
      ...ends,
      packages: packages ?? [],
      services: services ?? [],
    });
  }

  @Mutation(() => DelegationPayload, {
    description:
      "Takes access packages and services of a client from an agent; everything where none are named.",
  })
  removeClientAccess(
    @Arg("input", () => RemoveClientAccessInput, { description: "What of which client, and from whom." })
    { facilitator, client, agent, role, packages, services }: RemoveClientAccessInput,
    @Ctx() context: AuthorizationContext,
  ): Promise<DelegationPayload> {
    const ends = { facilitator, client, agent, role: role ?? null };
    return change(context, "removeClientAccess", {
      ...ends,
      packages: packages ?? null,
      services: services ?? null,
    });
  }
}
