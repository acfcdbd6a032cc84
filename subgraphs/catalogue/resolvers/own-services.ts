import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import { RESOURCE_WRITE_SCOPE } from "../../../schema/policies-port.js";
import type { CatalogueContext } from "../context.js";
import { catalogueError } from "../errors.js";
import { type OwnerCaller, READ_SCOPE, readOwner } from "../owners/callers.js";
import type { Problem } from "../owners/document.js";
import type { WriteOutcome } from "../owners/writer.js";
import { inPascalCase } from "../rules/spelling.js";
import { ServiceResourceInput, ServiceResourcePayload } from "../types/service-input.js";
import { ServiceResource } from "../types/service-resource.js";

const VERSION = "The version that you know, so that nobody's change is lost; omitted = whichever it is at.";

const refused = (errors: readonly Problem[]): ServiceResourcePayload => ({
  serviceResource: null,
  version: null,
  errors,
});

const problemOf = (outcome: Exclude<WriteOutcome, { outcome: "WRITTEN" }>): readonly Problem[] => {
  switch (outcome.outcome) {
    case "INVALID":
      return outcome.problems;
    case "EXISTS":
      return [{ path: "identifier", message: "There is a service of that name already; take another." }];
    case "NOT_FOUND":
      return [{ path: "", message: "There is no such service among yours." }];
    case "VERSION_MISMATCH":
      return [
        {
          path: "version",
          message: `It is at version ${outcome.version}, not at the one that you named. Read it and try again.`,
        },
      ];
  }
};

const payload = (outcome: WriteOutcome): ServiceResourcePayload =>
  outcome.outcome === "WRITTEN"
    ? { serviceResource: outcome.row as ServiceResource, version: outcome.row.version, errors: [] }
    : refused(problemOf(outcome));

/** The document that the same service would be over REST: one reader for both. */
const documentOf = (input: ServiceResourceInput, { owner }: OwnerCaller): object => {
  const { isDelegable, isVisible, isRestrictedToAccessLists, references, ...rest } = input;
  return {
    ...rest,
    resourceType: inPascalCase(input.resourceType),
    status: inPascalCase(input.status),
    availableForType: input.availableForType.map(inPascalCase),
    delegable: isDelegable,
    visible: isVisible,
    accessListMode: isRestrictedToAccessLists ? "Enabled" : "Disabled",
    resourceReferences: references.map((entry) => ({
      ...entry,
      referenceSource: inPascalCase(entry.referenceSource),
      referenceType: inPascalCase(entry.referenceType),
    })),
    hasCompetentAuthority: {
      orgcode: owner?.code,
      organization: owner?.organizationNumber,
      name: owner?.name,
    },
  };
};

const write = async (
  { store, call }: CatalogueContext,
  work: (caller: OwnerCaller) => Promise<WriteOutcome>,
): Promise<ServiceResourcePayload> => {
  const caller = await readOwner(store, call);
  if ("refused" in caller) return refused([{ path: "", message: caller.refused }]);
  return payload(await work(caller));
};

@Resolver()
export class OwnServicesResolver {
  @Query(() => [ServiceResource], {
    nullable: true,
    description:
      "Your services, by URN, as a service owner: also those that are in no public list. Needs the scope " +
      "`altinn:resourceregistry/resource.read` or `.write`.",
  })
  async ownServices(@Ctx() { store, call }: CatalogueContext) {
    const caller = await readOwner(store, call, [READ_SCOPE, RESOURCE_WRITE_SCOPE]);
    if ("refused" in caller) throw catalogueError("SERVICE_OWNER_REQUIRED", caller.refused);
    return caller.owner === null ? [] : store.ownerWrites.ownedBy(caller.owner.code);
  }

  @Mutation(() => ServiceResourcePayload, {
    description: "Makes a service, as its owner with the scope `altinn:resourceregistry/resource.write`.",
  })
  createServiceResource(
    @Arg("input", () => ServiceResourceInput, { description: "The service." }) input: ServiceResourceInput,
    @Ctx() context: CatalogueContext,
  ): Promise<ServiceResourcePayload> {
    return write(context, (caller) => context.writer.create(caller, documentOf(input, caller)));
  }

  @Mutation(() => ServiceResourcePayload, {
    description: "Changes a service of yours: all of it, for what is left out is not kept.",
  })
  replaceServiceResource(
    @Arg("input", () => ServiceResourceInput, { description: "The service as it is to be." })
    input: ServiceResourceInput,
    @Arg("version", () => Int, { nullable: true, description: VERSION }) version: number | null,
    @Ctx() context: CatalogueContext,
  ): Promise<ServiceResourcePayload> {
    return write(context, (caller) =>
      context.writer.replace(caller, input.identifier, documentOf(input, caller), version ?? null),
    );
  }

  @Mutation(() => ServiceResourcePayload, {
    description: "Takes a service of yours out of the catalogue; what was sent through it keeps its name.",
  })
  deleteServiceResource(
    @Arg("id", () => ID, { description: "Its URN, or its identifier alone." }) id: string,
    @Arg("version", () => Int, { nullable: true, description: VERSION }) version: number | null,
    @Ctx() context: CatalogueContext,
  ): Promise<ServiceResourcePayload> {
    return write(context, (caller) => context.writer.remove(caller, id, version ?? null));
  }

  @Mutation(() => ServiceResourcePayload, {
    description:
      "Puts a policy in force for a service of yours. It is looked at first: one that can't be followed exactly is refused.",
  })
  setServicePolicy(
    @Arg("id", () => ID, { description: "The service's URN, or its identifier alone." }) id: string,
    @Arg("policy", () => String, { description: "XACML 3.0, as XML." }) policy: string,
    @Arg("version", () => Int, { nullable: true, description: VERSION }) version: number | null,
    @Ctx() context: CatalogueContext,
  ): Promise<ServiceResourcePayload> {
    return write(context, (caller) => context.writer.putPolicy(caller, id, policy, version ?? null));
  }
}
