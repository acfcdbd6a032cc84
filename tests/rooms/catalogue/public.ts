import { seedCatalogue } from "../../../subgraphs/catalogue/index.js";
import { askRoom, scopePort } from "../../kit/ask-room.js";
import { aService, OWNER, openCatalogue, scopeOf, urnOf } from "./catalogue.js";
import { OTHER } from "./served.js";

/** Nobody may use anything. */
export const NOBODY = scopePort(scopeOf({}));

const SERVICES = [
  aService("sykepenger", {
    title: { nb: "Sykepenger", nn: "Sjukepengar", en: "Sickness benefit" },
    description: { nb: "Når du ikke kan arbeide." },
    availableForType: ["PRIVATE_PERSON"],
    resourceType: "ALTINN_APP",
    thematicAreas: ["trygd"],
    updatedAt: 3,
  }),
  aService("barnehage", {
    title: { nb: "Barnehageplass", en: "Kindergarten" },
    description: { nb: "Søk om plass i barnehage for barnet ditt." },
    keywords: [{ word: "dagmamma", language: "nb" }],
    ownerCode: OTHER.code,
    updatedAt: 2,
  }),
  aService("skattemelding", {
    title: { nb: "Skattemelding", en: "Tax return" },
    purpose: { nb: "Levere skattemeldinga og få skatteoppgjør." },
    references: [{ referenceSource: "ALTINN2", referenceType: "SERVICE_CODE", reference: "4711" }],
    thematicAreas: ["skatt"],
    status: "DEPRECATED",
    updatedAt: 1,
  }),
  aService("skjult", { title: { nb: "Skjulte sykepenger" }, isVisible: false }),
  aService("slettet", { title: { nb: "Slettede sykepenger" }, deletedAt: 1 }),
];

/** The public catalogue with a few services, and the names of those that a list has. */
export const openPublic = async (dialect: Parameters<typeof openCatalogue>[0]) => {
  const kit = await openCatalogue(dialect, []);
  await seedCatalogue(kit.store, { serviceOwners: [OWNER, OTHER], serviceResources: SERVICES });
  const room = kit.roomFor(NOBODY);
  const found = async (args: string): Promise<string[]> => {
    const answer = await askRoom(room, `{ services(${args}) { edges { node { id } } } }`);
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
    return answer.data.services.edges.map(({ node }: { node: { id: string } }) =>
      node.id.slice(urnOf("").length),
    );
  };
  return { ...kit, room, found };
};
