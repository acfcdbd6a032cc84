import type {
  ApiAction,
  ApiActionEndpoint,
  Attachment,
  AttachmentUrl,
  GuiAction,
  HttpVerb,
} from "../../../../drizzle/dialogs/values.js";
import { LIMITS } from "./limits.js";
import { localizations, localizationsOrNull, someLocalizations } from "./localizations.js";
import { isObject, list, orElse, type Place, type Read, required } from "./place.js";
import {
  bool,
  givenOrNewId,
  httpsUrl,
  optionalMoment,
  optionalUri,
  text,
  textOrNothing,
  word,
} from "./scalars.js";

const shortText = text({ max: LIMITS.text });
const shortTextOrNothing = textOrNothing({ max: LIMITS.text });

const ATTRIBUTE = /^(?:urn:altinn:[a-z][a-z0-9_-]*:)?[a-z][a-z0-9_-]*$/i;

/** What a policy is asked about instead of the dialog as a whole. */
export const authorizationAttribute: Read<string | null> = (at) => {
  const value = shortTextOrNothing(at);
  if (value !== null && !ATTRIBUTE.test(value)) {
    at.wrong("This must be a name, or urn:altinn:{kind}:{name}; names have letters, digits, - and _.");
  }
  return value;
};

/** Notes which values stand in a list more than once. @param name what they are called */
export const eachOnce = (at: Place, name: string, values: readonly string[]): void => {
  if (values.length < 2) return;
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const value of values) (seen.has(value) ? repeated : seen).add(value);
  if (repeated.size > 0) {
    at.wrong(`Each ${name} may stand here once; ${[...repeated].slice(0, 3).join(", ")} is there again.`);
  }
};

/** Notes which ids stand in a list more than once. */
export const eachIdOnce = (at: Place, items: readonly { readonly id: string }[]): void =>
  eachOnce(
    at,
    "id",
    items.map(({ id }) => id),
  );

const CONSUMERS = word<AttachmentUrl["consumerType"]>({ Gui: "GUI", Api: "API" }, "GUI");

const attachmentUrl: Read<AttachmentUrl> = (at) => {
  isObject(at);
  return {
    id: givenOrNewId(at.field("id")),
    url: required(httpsUrl)(at.field("url")),
    mediaType: shortTextOrNothing(at.field("mediaType")),
    consumerType: required(CONSUMERS)(at.field("consumerType")),
  };
};

export const attachment: Read<Attachment> = (at) => {
  isObject(at);
  const urlsAt = at.field("urls");
  const urls = list(attachmentUrl)(urlsAt);
  if (urlsAt.isAbsent || (Array.isArray(urlsAt.value) && urls.length === 0)) {
    urlsAt.wrong("An attachment must have at least one address.");
  }
  return {
    id: givenOrNewId(at.field("id")),
    displayName: localizations(shortText)(at.field("displayName")),
    name: shortTextOrNothing(at.field("name")),
    urls,
    expiresAt: optionalMoment(at.field("expiresAt")),
  };
};

export const attachments: Read<Attachment[]> = (at) => {
  const items = list(attachment)(at);
  eachIdOnce(at, items);
  return items;
};

const VERBS = { GET: "GET", POST: "POST", DELETE: "DELETE" } as const;
const ALL_VERBS = {
  ...VERBS,
  PUT: "PUT",
  PATCH: "PATCH",
  HEAD: "HEAD",
  OPTIONS: "OPTIONS",
  TRACE: "TRACE",
  CONNECT: "CONNECT",
} as const;
const guiVerb = word<HttpVerb>(VERBS, "GET");
const apiVerb = word<HttpVerb>(ALL_VERBS, "GET");

const PRIORITIES = { Primary: "PRIMARY", Secondary: "SECONDARY", Tertiary: "TERTIARY" } as const;
const priority = word<GuiAction["priority"]>(PRIORITIES, "TERTIARY");

const guiAction: Read<GuiAction> = (at) => {
  isObject(at);
  return {
    id: givenOrNewId(at.field("id")),
    action: required(shortText)(at.field("action")),
    url: required(httpsUrl)(at.field("url")),
    authorizationAttribute: authorizationAttribute(at.field("authorizationAttribute")),
    isDeleteDialogAction: orElse(bool, false)(at.field("isDeleteDialogAction")),
    priority: required(priority)(at.field("priority")),
    httpMethod: orElse(guiVerb, "GET")(at.field("httpMethod")),
    title: someLocalizations(shortText)(at.field("title")),
    prompt: localizationsOrNull(shortText)(at.field("prompt")),
  };
};

export const guiActions: Read<GuiAction[]> = (at) => {
  const items = list(guiAction)(at);
  eachIdOnce(at, items);
  for (const [name, value] of Object.entries(PRIORITIES)) {
    const count = items.filter((item) => item.priority === value).length;
    const limit = LIMITS.guiActions[value];
    if (count > limit)
      at.wrong(`There are ${count} actions of priority ${name}; at most ${limit} are taken.`);
  }
  return items;
};

const endpoint: Read<ApiActionEndpoint> = (at) => {
  isObject(at);
  const sunsetAt = optionalMoment(at.field("sunsetAt"));
  const deprecated = orElse(bool, false)(at.field("deprecated"));
  if (sunsetAt !== null && !deprecated) {
    at.field("deprecated").wrong("An endpoint that has sunsetAt must be deprecated.");
  }
  return {
    id: givenOrNewId(at.field("id")),
    version: shortTextOrNothing(at.field("version")),
    url: required(httpsUrl)(at.field("url")),
    httpMethod: required(apiVerb)(at.field("httpMethod")),
    documentationUrl: optionalUri(at.field("documentationUrl")),
    requestSchema: optionalUri(at.field("requestSchema")),
    responseSchema: optionalUri(at.field("responseSchema")),
    deprecated,
    sunsetAt,
  };
};

const apiAction: Read<ApiAction> = (at) => {
  isObject(at);
  const endpointsAt = at.field("endpoints");
  const endpoints = list(endpoint)(endpointsAt);
  if (endpointsAt.isAbsent || (Array.isArray(endpointsAt.value) && endpoints.length === 0)) {
    endpointsAt.wrong("An API action must have at least one endpoint.");
  }
  return {
    id: givenOrNewId(at.field("id")),
    action: required(shortText)(at.field("action")),
    authorizationAttribute: authorizationAttribute(at.field("authorizationAttribute")),
    name: shortTextOrNothing(at.field("name")),
    endpoints,
  };
};

export const apiActions: Read<ApiAction[]> = (at) => {
  const items = list(apiAction)(at);
  eachIdOnce(at, items);
  return items;
};

/** Words that stand once each, in small letters: search tags and labels. `[{value}]` */
export const uniqueWords =
  (read: Read<string>): Read<string[]> =>
  (at) => {
    const words = list((item) => (isObject(item) ? required(read)(item.field("value")) : ""))(at);
    eachOnce(
      at,
      "word",
      words.filter((value) => value !== ""),
    );
    return words;
  };

/** Trimmed and in small letters, of so many characters. */
export const smallWord =
  (bounds: { readonly min: number; readonly max: number }): Read<string> =>
  (at) =>
    text(bounds)(typeof at.value === "string" ? at.with(at.value.trim().toLowerCase()) : at);

export const ownerLabel: Read<string> = smallWord(LIMITS.ownerLabel);
