import { type DocumentProblem, DocumentReader } from "../../lib/document-reader.js";
import { readText } from "../../schema/altinn/guidance.js";
import { readLocalized } from "../../schema/altinn/localized.js";
import type { ImportChanges } from "../../schema/import-report.js";
import { RESOURCE_PREFIX } from "../../schema/urns.js";
import type { LifeEventEntry } from "./store/life-events.js";
import type { CatalogueStore } from "./store.js";

const NAME = /^[a-z0-9-]{2,80}$/;
const SERVICE = /^[a-z0-9_-]{4,}$/;

type Step = LifeEventEntry["steps"][number];

const readStep = (step: DocumentReader, lifeEventId: string, position: number): Step => {
  const id = step.text("id");
  if (id !== "" && !NAME.test(id)) step.refuse("id", `"${id}" is not two to eighty of a-z, 0-9 and -`);
  const service = step.text("service");
  const identifier = service.startsWith(RESOURCE_PREFIX) ? service.slice(RESOURCE_PREFIX.length) : service;
  if (service !== "" && !SERVICE.test(identifier)) step.refuse("service", `"${service}" is no identifier`);
  return {
    lifeEventId,
    position,
    id,
    serviceId: RESOURCE_PREFIX + identifier,
    title: readText(step, "title"),
    due: readText(step, "when"),
    reason: readText(step, "why"),
    isOptional: step.bool("isOptional", false),
    dependsOn: step.texts("dependsOn"),
  };
};

/** A step depends on steps that come before it: so there is no circle, and the order is one in which it can be done. */
const checkOrder = (event: DocumentReader, steps: readonly Step[]): void => {
  const before = new Set<string>();
  steps.forEach(({ id, dependsOn }, index) => {
    for (const name of dependsOn) {
      if (!before.has(name)) {
        event.refuse(`steps[${index}].dependsOn`, `"${name}" is no step that comes before it`);
      }
    }
    if (before.has(id)) event.refuse(`steps[${index}].id`, `"${id}" is there twice`);
    before.add(id);
  });
};

const readEvent = (event: DocumentReader, position: number): LifeEventEntry | null => {
  const id = event.text("id");
  if (id !== "" && !NAME.test(id)) event.refuse("id", `"${id}" is not two to eighty of a-z, 0-9 and -`);
  const title = readLocalized(event, "title");
  if (Object.keys(title).length === 0) event.refuse("title", "is missing or empty");
  const steps = event.list("steps").map((step, index) => readStep(step, id, index + 1));
  if (steps.length === 0) event.refuse("steps", "is missing or empty: a life event is what there is to do");
  checkOrder(event, steps);
  const keywords = event.list("keywords").map((keyword) => ({
    word: keyword.text("word"),
    language: keyword.optionalText("language") ?? "nb",
  }));
  const description = readLocalized(event, "description");
  return event.isSound ? { event: { id, title, description, keywords, position }, steps } : null;
};

/** Reads life events: a list, in the order in which they are shown. What has a problem is left out. */
export const readLifeEvents = (document: unknown, problems: DocumentProblem[]): LifeEventEntry[] =>
  DocumentReader.listOf(document, "", problems).flatMap((event, index) => readEvent(event, index + 1) ?? []);

/** Brings life events up to date. Services that are not known are noted; they are shown once they are. */
export const importLifeEvents = async (
  store: CatalogueStore,
  entries: readonly LifeEventEntry[],
  problems: DocumentProblem[],
): Promise<ImportChanges[]> => {
  const named = [...new Set(entries.flatMap(({ steps }) => steps.map(({ serviceId }) => serviceId)))];
  const known = new Set((await store.serviceResourcesByIds(named)).map(({ id }) => id));
  for (const service of named.filter((id) => !known.has(id)).sort()) {
    problems.push({ place: service, problem: "is not in the catalogue yet", isLeftOut: false });
  }
  return store.lifeEvents.save(entries);
};
