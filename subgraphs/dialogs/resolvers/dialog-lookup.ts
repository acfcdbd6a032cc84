import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { partyNamesOf } from "../../../schema/party-names.js";
import type { AccessDecision } from "../../../schema/ports.js";
import type { ServiceRecord } from "../../../schema/services-port.js";
import { ORGANIZATION_PREFIX, RESOURCE_PREFIX } from "../../../schema/urns.js";
import type { DialogsContext } from "../context.js";
import { dialogIdOf, dialogRefOf, parseReference } from "../rules/dialog-refs.js";
import { accessRefOf, mainReadRequest } from "../rules/masking.js";
import { openingOf } from "../rules/opening.js";
import { publicPartyUrn } from "../rules/parties.js";
import type { DialogAccess, HistoryRow } from "../store/selection.js";
import {
  type DialogLookup,
  type DialogLookupAuthorizationEvidence,
  type DialogLookupError,
  DialogLookupForbidden,
  DialogLookupNotFound,
  DialogLookupPayload,
  DialogLookupValidationError,
} from "../types/dialog-lookup.js";
import { type Accepted, textOf } from "./language.js";

const refused = (error: DialogLookupError): DialogLookupPayload => ({ lookup: null, errors: [error] });

/** Of the dialogs that a reference is about the one that may be opened, else the first that there is. */
const accessedBy = async (
  reference: string,
  { store, view }: DialogsContext,
): Promise<DialogAccess | null> => {
  const { scope, now } = await view();
  const dialogId = dialogIdOf(reference);
  const found =
    dialogId === null
      ? await store.accessToInstance(reference, { scope, now })
      : await store.accessTo([dialogId], { scope, now });
  const viewer = { level: scope.level, now };
  const isReadable = (access: DialogAccess): boolean =>
    ["OPEN", "LEVEL_TOO_LOW"].includes(openingOf(access, viewer).outcome);
  return found.find(isReadable) ?? found.find(({ isPartyKnown }) => isPartyKnown) ?? null;
};

const evidenceOf = (
  decision: AccessDecision,
  level: number,
  accepted: Accepted,
): DialogLookupAuthorizationEvidence => {
  const isVia = (type: string): boolean => decision.grants.some(({ grantType }) => grantType === type);
  return {
    currentAuthenticationLevel: level,
    viaRole: isVia("ROLE"),
    viaAccessPackage: isVia("ACCESS_PACKAGE"),
    viaResourceDelegation: isVia("RESOURCE_DELEGATION"),
    viaInstanceDelegation: isVia("INSTANCE_DELEGATION"),
    evidence: decision.grants.map(({ grantType, subject, name }) => ({
      grantType,
      subject,
      name: textOf(name, accepted),
      links: null,
    })),
  };
};

/** As there, without the prefix of its URN. */
const idOf = (service: string): string =>
  service.startsWith(RESOURCE_PREFIX) ? service.slice(RESOURCE_PREFIX.length) : service;

const serviceOf = (
  row: HistoryRow,
  service: ServiceRecord | undefined,
  accepted: Accepted,
): Pick<DialogLookup, "serviceResource" | "serviceOwner"> => ({
  serviceResource: {
    id: idOf(row.serviceResource),
    isDelegable: service?.isDelegable ?? false,
    minimumAuthenticationLevel: row.requiredLevel,
    name: textOf(service?.name ?? { nb: idOf(row.serviceResource) }, accepted),
  },
  serviceOwner: {
    orgNumber: service?.owner.organization.slice(ORGANIZATION_PREFIX.length) ?? "",
    code: row.org,
    name: textOf(service?.owner.name ?? { nb: row.org }, accepted),
  },
});

@Resolver()
export class DialogLookupResolver {
  @Query(() => DialogLookupPayload, {
    description:
      "Which dialog a form instance, a letter or a dialog's own reference is about, and why one may read it.",
  })
  async dialogLookup(
    @Arg("instanceRef", () => String, {
      description:
        "`urn:altinn:instance-id:{partyId}/{uuid}`, `urn:altinn:correspondence-id:{uuid}` or " +
        "`urn:altinn:dialog-id:{uuid}`.",
    })
    instanceRef: string,
    @Ctx() context: DialogsContext,
  ): Promise<DialogLookupPayload> {
    const { call, loaders, services, view, accepted } = context;
    const reference = parseReference(instanceRef);
    if (reference === null) {
      const message =
        "instanceRef is no reference; write it as urn:altinn:instance-id:{partyId}/{uuid}, " +
        "urn:altinn:correspondence-id:{uuid} or urn:altinn:dialog-id:{uuid}.";
      return refused(new DialogLookupValidationError(message));
    }
    const { scope, now } = await view();
    const access = await accessedBy(reference, context);
    const opening = openingOf(access, { level: scope.level, now });
    if (opening.outcome === "FORBIDDEN") {
      const message = `You act for the party of ${reference}, but may not read its service. Ask the party for access.`;
      return refused(new DialogLookupForbidden(message));
    }
    const isThere = opening.outcome === "OPEN" || opening.outcome === "LEVEL_TOO_LOW";
    if (access === null || !isThere) {
      return refused(new DialogLookupNotFound(`No dialog that you may see is about ${reference}. Check it.`));
    }
    const row = await loaders.listedById.load(access.id);
    if (row === null) {
      const level = access.requiredLevel ?? scope.level;
      const message = `Altinn authentication level too low. Sign in at level ${level} to read ${reference}.`;
      return refused(new DialogLookupForbidden(message));
    }
    const accessed = { ...row, accessRef: accessRefOf(scope, row) };
    const [known, decision] = await Promise.all([
      services.servicesByIds(call, [row.serviceResource]),
      loaders.decision.load(mainReadRequest(accessed)),
    ]);
    const lookup: DialogLookup = {
      dialogId: row.id,
      instanceRef: row.instanceRef ?? dialogRefOf(row.id),
      party: publicPartyUrn(row.party, partyNamesOf(scope)),
      title: textOf(row.title, accepted),
      ...serviceOf(row, known.get(row.serviceResource), accepted),
      authorizationEvidence: evidenceOf(decision, scope.level, accepted),
    };
    return { lookup, errors: [] };
  }
}
