import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { openPage } from "../../../schema/paging.js";
import type { CatalogueContext } from "../context.js";
import { catalogueError } from "../errors.js";
import type { ServiceUses } from "../rules/usable.js";
import type { ServiceFacetName } from "../rules/words-of-service.js";
import { type ServiceOrder as OrderName, positionIn, type ServiceSelection } from "../store/listing.js";
import type { LifeEvent } from "../types/life-event.js";
import type { ServiceListArguments } from "../types/service-list-arguments.js";
import type { ServiceResource } from "../types/service-resource.js";
import {
  ServiceFacet,
  ServiceFacetKey,
  ServiceResourceConnection,
  ServiceResourceEdge,
  ServiceUse,
} from "../types/service-resource-connection.js";

export const MAX_SERVICES = 200;
const MAX_USES = 20;
const MAX_SEARCH_LETTERS = 200;

const FACETS: readonly ServiceFacetKey[] = Object.values(ServiceFacetKey);

const chosen = (args: ServiceListArguments): ServiceSelection["facets"] => {
  const wanted: Partial<Record<ServiceFacetName, readonly string[] | null | undefined>> = {
    OWNER: args.owner?.map((code) => code.toLowerCase()),
    TYPE: args.type,
    STATUS: args.status,
    AVAILABLE_FOR: args.availableFor,
    THEMATIC_AREA: args.thematicArea,
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, values]) => values != null));
};

/**
 * A page of services.
 * @param list names it, for its cursors: whose it is
 * @param usable within these services only, and who may use them; `null`: all of the catalogue, whoever may use it
 */
export const listServices = async (
  { store, cursors, prepareIndex }: CatalogueContext,
  args: ServiceListArguments,
  {
    list,
    fallbackOrder,
    usable,
  }: {
    readonly list: string;
    readonly fallbackOrder: OrderName;
    readonly usable: { readonly within: readonly string[]; readonly uses: ServiceUses } | null;
  },
): Promise<ServiceResourceConnection> => {
  const { first, after, orderBy, ...filter } = args;
  const text = (args.search ?? "").trim();
  if (text.length > MAX_SEARCH_LETTERS) {
    throw catalogueError(
      "SERVICE_SEARCH_TOO_LONG",
      `Search for at most ${MAX_SEARCH_LETTERS} letters; there were ${text.length}.`,
    );
  }
  const order = orderBy ?? (text === "" ? fallbackOrder : "RELEVANCE");
  const page = openPage(cursors, {
    first,
    after: after ?? null,
    maxFirst: MAX_SERVICES,
    list: JSON.stringify([list, order, filter]),
  });
  await prepareIndex();
  const selection: ServiceSelection = {
    within: usable?.within ?? null,
    facets: chosen(args),
    lifeEvent: args.lifeEvent ?? null,
    search: await store.listing.wanted(text === "" ? null : text),
  };
  const rows = await store.listing.page(selection, order, { after: page.after, take: page.take });
  const { edges, pageInfo } = page.connection(rows, positionIn(order, selection));
  return {
    edges: edges.map(({ cursor, node }) => ({
      cursor,
      node: node as ServiceResource,
      usable: usable?.uses ?? null,
    })),
    pageInfo,
    selection,
  };
};

@Resolver(() => ServiceResourceConnection)
export class ServiceResourceConnectionResolver {
  @FieldResolver(() => Int, { description: "How many services the whole list has." })
  totalCount(
    @Root() { selection }: ServiceResourceConnection,
    @Ctx() { store }: CatalogueContext,
  ): Promise<number> {
    return store.listing.count(selection);
  }

  @FieldResolver(() => [ServiceFacet], {
    description: "All services of the list, counted by each of their traits; not only those of this page.",
  })
  async facets(
    @Root() { selection }: ServiceResourceConnection,
    @Ctx() { store, loaders }: CatalogueContext,
  ): Promise<ServiceFacet[]> {
    const counts = await store.listing.facets(selection);
    const events = await loaders.lifeEvents();
    return FACETS.map((by) => ({
      by,
      values: counts
        .filter(({ facet }) => facet === by)
        .map(({ value, count }) => ({
          key: value,
          count,
          serviceOwner: by === ServiceFacetKey.OWNER ? { code: value } : null,
          lifeEvent:
            by === ServiceFacetKey.LIFE_EVENT
              ? ((events.find(({ id }) => id === value) as LifeEvent | undefined) ?? null)
              : null,
        })),
    }));
  }
}

@Resolver(() => ServiceResourceEdge)
export class ServiceResourceEdgeResolver {
  @FieldResolver(() => [ServiceUse], {
    nullable: true,
    description:
      "On whose behalf you may use it, and (`access`) by what right. Null where the list is of all services, whoever " +
      "may use them: name a party in `usableBy`, or ask `workspace { services }`.",
  })
  uses(
    @Root() { node, usable }: ServiceResourceEdge,
    @Arg("first", () => Int, {
      defaultValue: 3,
      description: `How many parties at most, from 1 to ${MAX_USES}.`,
    })
    first: number,
  ): ServiceUse[] | null {
    if (!(first >= 1 && first <= MAX_USES)) {
      throw catalogueError("PAGE_SIZE_OUT_OF_RANGE", `Ask for first from 1 to ${MAX_USES}; it was ${first}.`);
    }
    if (usable === null) return null;
    return usable(node.id, first).map(({ party, requiredLevel, instanceRef }) => ({
      id: Buffer.from(JSON.stringify([party.id, node.id, instanceRef])).toString("base64url"),
      party: { id: party.id },
      serviceResource: { id: node.id },
      requiredAuthenticationLevel: requiredLevel,
      instanceRef,
    }));
  }
}
