import { Arg, Ctx, Query, Resolver } from "type-graphql";
import type { ServiceResourceRow } from "../../../drizzle/catalogue/tables.js";
import { type Language, languageOf, localize } from "../../../schema/localization.js";
import { RESOURCE_PREFIX } from "../../../schema/urns.js";
import type { CatalogueContext } from "../context.js";
import { inPascalCase } from "../rules/spelling.js";
import { servicesOf } from "../rules/usable.js";
import { ListedServiceResource, Organization } from "../types/arbeidsflate.js";

const LANG = "nb, nn, en or se; the nearest that there is.";

const listed = (row: ServiceResourceRow, language: Language): ListedServiceResource => ({
  id: row.id.slice(RESOURCE_PREFIX.length),
  title: localize(row.title, language),
  org: row.ownerCode,
  resourceType: inPascalCase(row.resourceType),
});

/** `AltinnApp` and `ALTINN_APP` are one. */
const folded = (word: string): string => word.trim().toLowerCase().replaceAll("_", "");

/** Whether a value is among those that are wanted; where none are given, any is. */
const isWanted = (wanted: readonly (string | null)[] | null, value: string): boolean => {
  const words = (wanted ?? []).flatMap((word) => (word === null ? [] : [folded(word)]));
  return words.length === 0 || words.includes(folded(value));
};

/** Root fields of Arbeidsflate's own backend. */
@Resolver()
export class ArbeidsflateResolver {
  @Query(() => [Organization], {
    nullable: "itemsAndList",
    description: "The agencies that offer services here, by code, as Arbeidsflate has them.",
  })
  async organizations(@Ctx() { store }: CatalogueContext): Promise<Organization[]> {
    const owners = await store.serviceOwners();
    return owners.map(({ code, name, logo, organizationNumber, homepage, environments, contact }) => ({
      id: code,
      name: { en: name.en ?? null, nb: name.nb ?? null, nn: name.nn ?? null },
      logo,
      orgnr: organizationNumber,
      homepage,
      environments,
      contact,
    }));
  }

  @Query(() => [ListedServiceResource], {
    nullable: "itemsAndList",
    description:
      "The services that the viewer may use, for any party that they act for, as Arbeidsflate has them.",
  })
  async DPServiceResourcesList(
    @Arg("lang", () => String, { nullable: true, defaultValue: "nb", description: LANG }) lang: string | null,
    @Ctx() { call, store, authorization }: CatalogueContext,
  ): Promise<ListedServiceResource[]> {
    const within = servicesOf(await authorization.scope(call));
    const rows = await store.visibleServiceResources(within);
    return rows.map((row) => listed(row, languageOf(lang, call.language)));
  }

  @Query(() => [ListedServiceResource], {
    nullable: "itemsAndList",
    description:
      "All services that are offered here, or some of them, whoever may use them, as Arbeidsflate has them.",
  })
  async RRServiceResourcesList(
    @Arg("resourceType", () => [String], {
      nullable: "itemsAndList",
      description: "Of these kinds, e.g. `AltinnApp`; none: of all.",
    })
    resourceType: (string | null)[] | null,
    @Arg("ids", () => [String], {
      nullable: "itemsAndList",
      description: "These only, by URN or without its prefix; none: all.",
    })
    ids: (string | null)[] | null,
    @Arg("org", () => [String], {
      nullable: "itemsAndList",
      description: "Of these agencies, by code; none: of all.",
    })
    org: (string | null)[] | null,
    @Arg("lang", () => String, { nullable: true, defaultValue: "nb", description: LANG }) lang: string | null,
    @Ctx() { call, store }: CatalogueContext,
  ): Promise<ListedServiceResource[]> {
    const named = (ids ?? []).flatMap((id) => (id === null ? [] : [urnOf(id)]));
    const rows = await store.visibleServiceResources(named.length === 0 ? null : named);
    return rows
      .filter((row) => isWanted(resourceType, row.resourceType) && isWanted(org, row.ownerCode))
      .map((row) => listed(row, languageOf(lang, call.language)));
  }
}

const urnOf = (id: string): string => {
  const text = id.trim().toLowerCase();
  return text.startsWith(RESOURCE_PREFIX) ? text : RESOURCE_PREFIX + text;
};
