import type { OwnerRight } from "../../../../subgraphs/dialogs/writing/index.js";
import { newDialog } from "../../../../subgraphs/dialogs/writing/reading/dialog.js";
import { creationProblems } from "../../../../subgraphs/dialogs/writing/rules/create.js";
import { readBody } from "../../../../subgraphs/dialogs/writing/workshop.js";
import { NOW } from "../dialogs.js";
import { aBody, anActivityBody, aTransmissionBody, type Body, idOf, plain } from "./bodies.js";

export const content = (more: Body): Body => ({ content: { title: plain("T"), ...more } });
export const inNorwegian = (value: string): Body[] => [{ value, languageCode: "nb" }];
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

export const EMBED = "application/vnd.dialogporten.frontchannelembed-url;type=text/markdown";
export const embed = (value: string): Body => ({ mediaType: EMBED, value: inNorwegian(value) });
export const attachment = (more: Body = {}): Body => ({
  urls: [{ url: "https://example.com/a", consumerType: "Gui" }],
  ...more,
});
export const guiAction = (priority: string, more: Body = {}): Body => ({
  action: "read",
  url: "https://example.com/",
  priority,
  title: inNorwegian("Åpne"),
  ...more,
});
export const endpoint = (more: Body = {}): Body => ({
  url: "https://example.com/",
  httpMethod: "GET",
  ...more,
});
export const apiAction = (more: Body = {}): Body => ({ action: "read", endpoints: [endpoint()], ...more });
export const transmission = (more: Body): Body => ({ transmissions: [aTransmissionBody(more)] });
export const activity = (more: Body): Body => ({ activities: [anActivityBody(more)] });

let made = 0;
export const making = {
  now: NOW,
  newId: () => idOf(`new ${made++}`),
  by: { actorType: "SERVICE_OWNER", actorId: null, actorName: null },
  isSilent: false,
  sourceId: "s",
  isPastAllowed: false,
} as const;

/** Paths of all that is wrong with a dialog that is to be made; in which of the two ways. */
export const wrongIn = (more: Body, rights: readonly OwnerRight[] = []) => {
  const read = readBody(newDialog, aBody(more), { rights: new Set(rights) }, making);
  if ("refusal" in read) {
    const { refusal } = read;
    return { status: 400, paths: "problems" in refusal ? refusal.problems.map(({ path }) => path) : [] };
  }
  const problems = creationProblems(read.input, making);
  return { status: problems.length === 0 ? 201 : 422, paths: problems.map(({ path }) => path) };
};
