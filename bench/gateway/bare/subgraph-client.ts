import { Pool } from "undici";
import type { SubgraphName } from "../graph/sdl.js";

/** An entity, or any other object of an answer. */
export type Fields = Record<string, unknown>;

/** A document and the subgraph that it is sent to. The part of the body that never changes is written once. */
export interface PreparedFetch {
  readonly subgraph: SubgraphName;
  readonly bodyStart: string;
}

export const prepare = (subgraph: SubgraphName, query: string): PreparedFetch => ({
  subgraph,
  bodyStart: `{"query":${JSON.stringify(query)},"variables":`,
});

/** @param selection of the entity, e.g. `... on User { name }` */
export const prepareEntities = (subgraph: SubgraphName, selection: string): PreparedFetch =>
  prepare(
    subgraph,
    `query($representations:[_Any!]!){_entities(representations:$representations){${selection}}}`,
  );

/** Sends fetches over undici, and nothing more. */
export const createSubgraphClient = (urls: Readonly<Record<SubgraphName, string>>) => {
  const pools = new Map<SubgraphName, { pool: Pool; path: string }>();
  for (const [name, url] of Object.entries(urls)) {
    const { origin, pathname } = new URL(url);
    pools.set(name as SubgraphName, { pool: new Pool(origin, { connections: 128 }), path: pathname });
  }
  const headers = { "content-type": "application/json", accept: "application/json" };

  const send = async ({ subgraph, bodyStart }: PreparedFetch, variables: string): Promise<Fields> => {
    const to = pools.get(subgraph);
    if (to === undefined) throw new Error(`There is no subgraph "${subgraph}".`);
    const body = `${bodyStart}${variables}}`;
    const response = await to.pool.request({ method: "POST", path: to.path, headers, body });
    const { data, errors } = JSON.parse(await response.body.text()) as { data: Fields; errors?: unknown };
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  };

  return {
    fetch: (prepared: PreparedFetch, variables: Fields = {}) => send(prepared, JSON.stringify(variables)),

    /**
     * Asks for each different entity once.
     * @param objects of the answer so far; several may be the same entity
     * @param keyOf what tells one entity from another
     * @param representationOf an entity as the subgraph is sent it
     * @returns what the subgraph said, by key
     */
    async entities<T>(
      prepared: PreparedFetch,
      objects: readonly T[],
      keyOf: (object: T) => string,
      representationOf: (object: T) => Fields,
    ): Promise<ReadonlyMap<string, Fields>> {
      const unique = new Map<string, Fields>();
      for (const object of objects) {
        const key = keyOf(object);
        if (!unique.has(key)) unique.set(key, representationOf(object));
      }
      const data = await send(prepared, `{"representations":${JSON.stringify([...unique.values()])}}`);
      const entities = data["_entities"] as readonly Fields[];
      return new Map([...unique.keys()].map((key, index) => [key, entities[index] as Fields]));
    },
  };
};

export type SubgraphClient = ReturnType<typeof createSubgraphClient>;
