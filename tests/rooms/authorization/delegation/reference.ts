import type { PartyRow } from "../../../../drizzle/authorization/tables.js";
import type { Viewer } from "../../../../schema/viewer.js";
import type { AuthorizationSeed } from "../../../../subgraphs/authorization/index.js";

/*
 * A second, independent telling of who may give access: naive, without SQL, and sharing no code with the room.
 */

const MAIN_PACKAGE = "urn:altinn:accesspackage:hovedadministrator";
const ADMINISTRATORS = [
  MAIN_PACKAGE,
  "urn:altinn:accesspackage:tilgangsstyrer",
  "urn:altinn:role:hovedadministrator",
  "urn:altinn:rolecode:hadm",
  "urn:altinn:rolecode:admai",
];
const SILENT = ["rettighetshaver", "appstyrt-rettighetshaver", "agent", "supplier"];

type Assignment = AuthorizationSeed["assignments"][number];

export const createGivingReference = (seed: AuthorizationSeed) => {
  const partyOf = (id: string | null) => seed.parties.find((party) => party.id === id);
  const roleOf = (urn: string) => seed.roles.find((role) => role.urn === urn);
  const codeOf = (urn: string) => roleOf(urn)?.code.toLowerCase() ?? "";
  const isGone = (party: PartyRow | undefined) =>
    party === undefined || party.deletedAt !== null || party.dateOfDeath !== null;

  /** A participant with shared liability does nothing for an inter-municipal company. */
  const isBarred = (roleUrn: string, party: PartyRow | undefined): boolean =>
    codeOf(roleUrn) === "deltaker-delt-ansvar" && party?.variant === "IKS";

  const reaches = (assignment: Assignment, viewer: PartyRow, kind: Viewer["kind"]): boolean => {
    if (assignment.toId === viewer.id) return true;
    const organization = partyOf(assignment.toId);
    if (kind === "ORGANIZATION" || isGone(organization)) return false;
    if (isBarred(assignment.roleUrn, partyOf(assignment.fromId))) return false;
    return seed.assignments.some(
      (key) =>
        key.toId === viewer.id &&
        key.fromId === assignment.toId &&
        roleOf(key.roleUrn)?.isKeyRole === true &&
        !isBarred(key.roleUrn, organization),
    );
  };

  const roleMayPassOn = (roleUrn: string, giver: PartyRow, packageUrn: string): boolean =>
    seed.rolePackages.some(
      (row) =>
        row.roleUrn === roleUrn &&
        row.packageUrn === packageUrn &&
        row.canDelegate &&
        (row.variant === "" || row.variant === giver.variant),
    );

  const familyMayPassOn = (roleUrn: string, giver: PartyRow, packageUrn: string): boolean =>
    !SILENT.includes(codeOf(roleUrn)) &&
    [roleUrn, ...seed.roleMap.filter((row) => row.roleUrn === roleUrn).map((row) => row.impliedRoleUrn)]
      .filter((urn) => roleOf(urn) !== undefined && !SILENT.includes(codeOf(urn)))
      .some((urn) => roleMayPassOn(urn, giver, packageUrn));

  const givesByName = (assignment: Assignment, giver: PartyRow, packageUrn: string): boolean => {
    if (packageUrn === MAIN_PACKAGE || codeOf(assignment.roleUrn) !== "rettighetshaver") return false;
    const own = seed.assignmentPackages.filter(({ assignmentId }) => assignmentId === assignment.id);
    const main = seed.roles.find(({ code }) => code === "hovedadministrator");
    return (
      own.some((row) => row.packageUrn === packageUrn) ||
      (main !== undefined &&
        own.some((row) => row.packageUrn === MAIN_PACKAGE) &&
        roleMayPassOn(main.urn, giver, packageUrn))
    );
  };

  /** May the viewer give this package on the party's behalf, if they administer its access? */
  const mayGive = (viewer: PartyRow, kind: Viewer["kind"], party: PartyRow, packageUrn: string): boolean => {
    if (isGone(viewer)) return false;
    for (const giver of [party, partyOf(party.parentId)]) {
      if (giver === undefined) continue;
      for (const assignment of seed.assignments.filter(({ fromId }) => fromId === giver.id)) {
        if (!reaches(assignment, viewer, kind)) continue;
        if (assignment.roleUrn.startsWith("urn:altinn:external-role:cra:") && giver.dateOfDeath !== null)
          continue;
        if (givesByName(assignment, giver, packageUrn)) {
          // A machine has what was given to its organisation itself.
          if (kind !== "ORGANIZATION" || assignment.toId === viewer.id) return true;
        }
        if (kind !== "ORGANIZATION" && familyMayPassOn(assignment.roleUrn, giver, packageUrn)) return true;
      }
      if (giver.id === viewer.id && (kind === "PERSON" || kind === "SELF_IDENTIFIED")) {
        const code = kind === "PERSON" ? "privatperson" : "selvregistrert";
        const own = seed.roles.find((role) => role.code === code);
        if (own !== undefined && familyMayPassOn(own.urn, giver, packageUrn)) return true;
      }
    }
    return false;
  };

  const holdsByRole = (roleUrn: string, giver: PartyRow): boolean =>
    !SILENT.includes(codeOf(roleUrn)) &&
    [roleUrn, ...seed.roleMap.filter((row) => row.roleUrn === roleUrn).map((row) => row.impliedRoleUrn)]
      .flatMap((urn) => roleOf(urn) ?? [])
      .filter(({ code }) => !SILENT.includes(code))
      .some(
        ({ urn, legacyUrn }) =>
          ADMINISTRATORS.includes(urn) ||
          (legacyUrn !== null && ADMINISTRATORS.includes(legacyUrn)) ||
          seed.rolePackages.some(
            (row) =>
              row.roleUrn === urn &&
              row.hasAccess &&
              (row.variant === "" || row.variant === giver.variant) &&
              ADMINISTRATORS.includes(row.packageUrn),
          ),
      );

  const holdsByName = ({ id, roleUrn }: Assignment): boolean =>
    codeOf(roleUrn) === "rettighetshaver" &&
    seed.assignmentPackages.some(
      ({ assignmentId, packageUrn }) => assignmentId === id && ADMINISTRATORS.includes(packageUrn),
    );

  /** May the viewer see and change who has access on the party's behalf? Nobody does so as an agent. */
  const mayAdminister = (viewer: PartyRow, kind: Viewer["kind"], party: PartyRow): boolean => {
    if (isGone(viewer)) return false;
    const own = {
      PERSON: "privatperson",
      SELF_IDENTIFIED: "selvregistrert",
      SYSTEM_USER: "",
      ORGANIZATION: "",
    }[kind];
    if (viewer.id === party.id && seed.roles.some(({ code }) => code === own)) return true;
    return [party, partyOf(party.parentId)].some(
      (giver) =>
        giver !== undefined &&
        seed.assignments
          .filter(({ fromId }) => fromId === giver.id)
          .filter((assignment) => reaches(assignment, viewer, kind))
          .filter(({ roleUrn }) => !roleUrn.includes(":cra:") || giver.dateOfDeath === null)
          .some(
            (assignment) =>
              (kind !== "ORGANIZATION" && holdsByRole(assignment.roleUrn, giver)) || holdsByName(assignment),
          ),
    );
  };

  return { mayAdminister, mayGive };
};
