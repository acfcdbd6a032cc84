import type { SubgraphSdl } from "../../registry/index.js";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])`;

/** The installation's own subgraph, which answers in this process. */
export const core: SubgraphSdl = {
  name: "core",
  url: "http://core.invalid/graphql",
  sdl: `${LINK}
    type Query { first: Dialog all: [Dialog!] }
    type Dialog @key(fields: "id") { id: ID! title: String }`,
};

/** An agency's subgraph of some size. @param generation a field that differs from publication to publication */
export const agency = (index: number, generation: number): SubgraphSdl => ({
  name: `agency${index}`,
  url: `https://agency${index}.example/graphql`,
  sdl: `${LINK}
    type Query { agency${index}: Agency${index}Office }
    type Dialog @key(fields: "id") { id: ID! agency${index}: Agency${index}Case }
    type Agency${index}Office { name: String generation${generation}: Int }
    ${Array.from(
      { length: 12 },
      (_, type) =>
        `type Agency${index}Case${type === 0 ? "" : type} { ${Array.from({ length: 12 }, (__, field) => `field${field}: String`).join(" ")} ${type < 11 ? `next: Agency${index}Case${type + 1}` : ""} }`,
    ).join("\n")}`,
});

/** Subgraphs whose satisfiability takes far longer than composing may. */
export const poison = (): SubgraphSdl[] =>
  Array.from({ length: 9 }, (_, index) => ({
    name: `poison${index}`,
    url: `https://poison${index}.example/graphql`,
    sdl: `${LINK}
      type Query { poison${index}: PoisonT0 }
      ${Array.from(
        { length: 90 },
        (__, type) =>
          `type PoisonT${type} @key(fields: "id") { id: ID! ${Array.from({ length: 90 }, (___, field) => `f${field}: PoisonT${field} @shareable`).join(" ")} }`,
      ).join("\n")}`,
  }));

/** A subgraph whose SDL is about as large as the registry takes: 2,500 types of ten described fields. */
export const huge = (generation: number): SubgraphSdl => ({
  name: "huge",
  url: "https://huge.example/graphql",
  sdl: `${LINK}
    type Query { huge: Huge0 }
    ${Array.from(
      { length: 2_500 },
      (_, type) =>
        `type Huge${type} { ${Array.from({ length: 10 }, (__, field) => `"Of kind ${field}." field${field}: String`).join(" ")} ${type < 2_499 ? `next: Huge${type + 1}` : `generation${generation}: Int`} }`,
    ).join("\n")}`,
});
