import type {
  AssignmentInstanceRow,
  AssignmentPackageRow,
  AssignmentResourceRow,
  PartyRow,
} from "../../../drizzle/authorization/tables.js";

/** An assignment to the viewer, or to an organisation that they hold a key role in. */
export interface HeldAssignment {
  readonly id: string;
  readonly fromId: string;
  readonly roleUrn: string;
  /** The organisation that it is to, where the viewer holds a key role there; `null` where it is to the viewer. */
  readonly viaId: string | null;
}

/** A client that a facilitator passed on to the viewer as its agent. */
export interface HeldDelegation {
  readonly id: string;
  readonly clientId: string;
  readonly facilitatorId: string;
  /** What the facilitator is to the client. */
  readonly roleUrn: string;
}

/** Who owns a sole proprietorship. */
export interface Ownership {
  readonly enterpriseId: string;
  readonly ownerId: string;
}

/** When it was given and by whom does not matter to what it gives. */
export type GivenPackage = Pick<AssignmentPackageRow, "assignmentId" | "packageUrn">;
export type GivenService = Pick<AssignmentResourceRow, "assignmentId" | "service" | "actions">;
export type GivenInstance = Pick<
  AssignmentInstanceRow,
  "assignmentId" | "service" | "instanceRef" | "actions"
>;

/**
 * What the register holds of one viewer's connections, as it is read: more than counts at times (an assignment through
 * a deleted organisation is there), never less. The rules decide.
 */
export interface ConnectionRows {
  readonly viewer: PartyRow;
  readonly assignments: readonly HeldAssignment[];
  readonly delegations: readonly HeldDelegation[];
  /** Everyone whom these name, their subunits, and the owners of sole proprietorships among them; repeats allowed. */
  readonly parties: readonly PartyRow[];
  readonly ownerships: readonly Ownership[];
  readonly assignmentPackages: readonly GivenPackage[];
  readonly assignmentResources: readonly GivenService[];
  readonly assignmentInstances: readonly GivenInstance[];
  readonly delegationPackages: readonly { readonly delegationId: string; readonly packageUrn: string }[];
  /** `actions`: `null` for every action that the service's policy names. */
  readonly delegationResources: readonly {
    readonly delegationId: string;
    readonly service: string;
    readonly actions: readonly string[] | null;
  }[];
}
