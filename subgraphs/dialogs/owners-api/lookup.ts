import type { LocalizedText } from "../../../schema/localization.js";
import { dialogIdOf, dialogRefOf } from "../rules/dialog-refs.js";
import { localizations, tidy } from "./bodies/values.js";
import { SERVICE_PROVIDER } from "./callers.js";
import type { Operation, OwnersApi, OwnersRequest, RestAnswer } from "./operations.js";
import { forbidden, invalid, RestRefusal } from "./refusals.js";

const REFERENCE = /^urn:altinn:(instance-id:\d+\/|correspondence-id:|dialog-id:)[0-9a-f-]{36}$/;
const RESOURCE_PREFIX = /^urn:altinn:resource:/;

/** The language codes that a client prefers, without regions; `[]` where it says nothing. */
const preferred = (header: unknown): string[] =>
  typeof header !== "string"
    ? []
    : header
        .split(",")
        .map((part) => part.split(";")[0]?.trim().toLowerCase().split("-")[0] ?? "")
        .filter((code) => code !== "" && code !== "*");

/** Only the best of the preferred languages, where the text has one of them; else all that it has. */
const pruned = (text: LocalizedText | null, languages: readonly string[]) => {
  const all = localizations(text);
  const best = languages.find((language) => all.some(({ languageCode }) => languageCode === language));
  return best === undefined ? all : all.filter(({ languageCode }) => languageCode === best);
};

const referenceIn = ({ query }: OwnersRequest): string => {
  const reference = query.text("instanceRef")?.toLowerCase() ?? "";
  if (REFERENCE.test(reference)) return reference;
  throw invalid([
    {
      path: "instanceRef",
      message:
        "It must be urn:altinn:instance-id:{partyId}/{uuid}, urn:altinn:correspondence-id:{uuid} or urn:altinn:dialog-id:{uuid}.",
    },
  ]);
};

/** Which dialog a reference is about; also a deleted one. */
const lookup = async (api: OwnersApi, request: OwnersRequest): Promise<RestAnswer> => {
  const { caller, headers } = request;
  const reference = referenceIn(request);
  const dialogId = dialogIdOf(reference);
  const [dialog] =
    dialogId === null
      ? [await api.owners.dialogByInstance(reference)]
      : await api.owners.dialogsByIds([dialogId], null);
  if (dialog == null) throw new RestRefusal(404, { instanceRef: [`No dialog is about ${reference}.`] });
  if (caller.readableOrg !== null && dialog.org !== caller.readableOrg) {
    throw forbidden("The dialog is another service owner's.");
  }
  const service = (await api.services.servicesByIds(caller.call, [dialog.serviceResource])).get(
    dialog.serviceResource,
  );
  const [decision] = await api.authorization.decide(caller.call, [
    { party: dialog.party, service: dialog.serviceResource, action: "read", instanceRef: null },
  ]);
  const languages = preferred(headers["accept-language"]);
  const owner = service?.owner ?? null;
  return {
    status: 200,
    body: tidy({
      dialogId: dialog.id,
      instanceRef: dialog.instanceRef ?? dialogRefOf(dialog.id),
      party: dialog.party,
      serviceResource: tidy({
        id: dialog.serviceResource.replace(RESOURCE_PREFIX, ""),
        isDelegable: service?.isDelegable ?? false,
        minimumAuthenticationLevel: decision?.requiredLevel ?? 0,
        name: pruned(service?.name ?? null, languages),
      }),
      serviceOwner: tidy({
        orgNumber: owner?.organization.slice(owner.organization.lastIndexOf(":") + 1),
        code: dialog.org,
        name: pruned(owner?.name ?? null, languages),
      }),
      title: pruned(dialog.title, languages),
      nonSensitiveTitle: pruned(dialog.nonSensitiveTitle, languages),
    }),
  };
};

export const lookupOperations = (api: OwnersApi): readonly Operation[] => [
  {
    method: "GET",
    path: "/dialoglookup",
    scopes: [SERVICE_PROVIDER],
    answer: (request) => lookup(api, request),
  },
];
