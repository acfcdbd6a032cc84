import type {
  AssignmentInstanceRow,
  AssignmentPackageRow,
  AssignmentResourceRow,
  ClientDelegationPackageRow,
  PartyRow,
  RoleMapRow,
  RolePackageRow,
} from "../../../drizzle/authorization/tables.js";
import type { Role } from "./roles.js";

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

/** A service's own minimum level comes with every right to it by name. */
interface Levelled {
  readonly requiredLevel: number;
}

/**
 * What the register holds of one viewer's connections, as it is read: more than counts at times (an assignment through
 * a deleted organisation is there), never less. The rules decide.
 */
export interface ConnectionRows {
  readonly viewer: PartyRow;
  readonly roles: readonly Role[];
  readonly assignments: readonly HeldAssignment[];
  readonly delegations: readonly HeldDelegation[];
  /** Everyone whom these name, their subunits, and the owners of sole proprietorships among them; repeats allowed. */
  readonly parties: readonly PartyRow[];
  readonly ownerships: readonly Ownership[];
  readonly roleMap: readonly RoleMapRow[];
  /** Those with access only. */
  readonly rolePackages: readonly Pick<RolePackageRow, "roleUrn" | "packageUrn" | "variant">[];
  readonly assignmentPackages: readonly AssignmentPackageRow[];
  readonly assignmentResources: readonly (AssignmentResourceRow & Levelled)[];
  readonly assignmentInstances: readonly (AssignmentInstanceRow & Levelled)[];
  readonly delegationPackages: readonly ClientDelegationPackageRow[];
  readonly delegationResources: readonly ({ delegationId: string; service: string } & Levelled)[];
}
