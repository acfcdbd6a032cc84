/** One case, as your own register has it. */
export interface Case {
  readonly id: string;
  /** Whose it is: `urn:altinn:person:identifier-no:…` or `urn:altinn:organization:identifier-no:…`. */
  readonly party: string;
  readonly title: string;
  readonly isOpen: boolean;
}

/** Put your own register here. This one is about Kari Solbakken and Fjordbygg AS of the demo, who do not exist. */
const CASES: readonly Case[] = [
  {
    id: "2026-17",
    party: "urn:altinn:person:identifier-no:17858400120",
    title: "Kontroll av AB12345",
    isOpen: true,
  },
  {
    id: "2026-02",
    party: "urn:altinn:organization:identifier-no:310000026",
    title: "Ny varebil",
    isOpen: false,
  },
];

/** The cases of these parties, the newest first. Whose may be shown is decided before: see subgraph.ts. */
export const casesOf = (parties: ReadonlySet<string>): Case[] =>
  CASES.filter(({ party }) => parties.has(party)).sort((one, other) => (one.id < other.id ? 1 : -1));
