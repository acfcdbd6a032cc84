import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { Viewer } from "../../../schema/viewer.js";
import type { AuthorizationSeed } from "../../../subgraphs/authorization/index.js";

/*
 * A second, independent telling of the connection rules: slow, without SQL, and asked the other way round. Where the
 * room starts at the viewer and works out everyone whom they reach, this starts at one party and one question, and
 * walks back towards the viewer. It shares no code with the room, not even the names of roles.
 */

export interface Question {
  readonly party: PartyRow;
  readonly service: string;
  readonly action: string;
  readonly instanceRef: string | null;
}

type Assignment = AuthorizationSeed["assignments"][number];

/** These stand for rights given by name: no policy names them, and no other role comes with them. */
const SILENT = ["rettighetshaver", "appstyrt-rettighetshaver", "agent", "supplier"];
const ACCOUNTANTS = ["regnskapsforer", "revisor", "a0237", "a0238", "a0239", "a0240", "a0241"];

/** Rows by a key: naive rules need not read whole tables for every question. */
const groupedBy = <Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): ((key: string) => readonly Row[]) => {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return (key) => groups.get(key) ?? [];
};

export const createReference = (seed: AuthorizationSeed, now: number) => {
  const partiesById = groupedBy(seed.parties, ({ id }) => id);
  const rolesByUrn = groupedBy(seed.roles, ({ urn }) => urn);
  const assignmentsById = groupedBy(seed.assignments, ({ id }) => id);
  const assignmentsFrom = groupedBy(seed.assignments, ({ fromId }) => fromId);
  const assignmentsTo = groupedBy(seed.assignments, ({ toId }) => toId);
  const packagesOfRole = groupedBy(seed.rolePackages, ({ roleUrn }) => roleUrn);
  const packagesOfAssignment = groupedBy(seed.assignmentPackages, ({ assignmentId }) => assignmentId);
  const resourcesOfAssignment = groupedBy(seed.assignmentResources, ({ assignmentId }) => assignmentId);
  const instancesOfAssignment = groupedBy(seed.assignmentInstances, ({ assignmentId }) => assignmentId);
  const rules = new Set(
    seed.policyRules.map(({ service, action, subjectUrn }) => `${service} ${action} ${subjectUrn}`),
  );
  const delegationsOfClient = groupedBy(
    seed.clientDelegations,
    ({ fromAssignmentId }) => assignmentsById(fromAssignmentId)[0]?.fromId ?? "",
  );
  const services = new Set(seed.services.map(({ urn }) => urn));

  const partyOf = (id: string) => partiesById(id)[0];
  const roleOf = (urn: string) => rolesByUrn(urn)[0];
  const codeOf = (urn: string) => roleOf(urn)?.code.toLowerCase() ?? "";
  const isGone = (id: string) => {
    const party = partyOf(id);
    return party === undefined || party.deletedAt !== null || party.dateOfDeath !== null;
  };

  const policyNames = (question: Question, subjectUrn: string): boolean =>
    rules.has(`${question.service} ${question.action} ${subjectUrn}`);

  /** Does holding this role, as somebody of this form gives it, answer the question? */
  const roleAnswers = (urn: string, variant: string, question: Question): boolean => {
    if (["rettighetshaver", "appstyrt-rettighetshaver", "agent", "supplier"].includes(codeOf(urn)))
      return false;
    const role = roleOf(urn);
    if (role === undefined) return false;
    if (policyNames(question, role.urn)) return true;
    if (role.legacyUrn !== null && policyNames(question, role.legacyUrn)) return true;
    return packagesOfRole(urn).some(
      (row) =>
        row.hasAccess &&
        (row.variant === "" || row.variant === variant) &&
        policyNames(question, row.packageUrn),
    );
  };

  /** The role itself, or one that comes with it; optionally only those that an accountant has. */
  const roleFamilyAnswers = (
    urn: string,
    variant: string,
    question: Question,
    onlyAccountants: boolean,
  ): boolean =>
    !SILENT.includes(codeOf(urn)) &&
    [urn, ...seed.roleMap.filter((row) => row.roleUrn === urn).map((row) => row.impliedRoleUrn)]
      .filter((each) => !onlyAccountants || ACCOUNTANTS.includes(codeOf(each)))
      .some((each) => roleAnswers(each, variant, question));

  const namedRightsAnswer = (assignment: Assignment, question: Question): boolean =>
    packagesOfAssignment(assignment.id).some((row) => policyNames(question, row.packageUrn)) ||
    resourcesOfAssignment(assignment.id).some(
      (row) => row.service === question.service && row.actions.includes(question.action),
    );

  const instanceAnswers = (assignment: Assignment, question: Question): boolean =>
    instancesOfAssignment(assignment.id).some(
      (row) =>
        row.service === question.service &&
        row.instanceRef === question.instanceRef &&
        row.actions.includes(question.action),
    );

  const delegationAnswers = (delegationId: string, question: Question): boolean =>
    seed.clientDelegationPackages.some(
      (row) => row.delegationId === delegationId && policyNames(question, row.packageUrn),
    ) ||
    seed.clientDelegationResources.some(
      (row) =>
        row.delegationId === delegationId &&
        row.service === question.service &&
        (row.actions === null
          ? seed.policyRules.some(
              (rule) => rule.service === question.service && rule.action === question.action,
            )
          : row.actions.includes(question.action)),
    );

  /** Does this assignment reach the viewer: at once, or over one key role? */
  const reaches = (assignment: Assignment, viewer: PartyRow, isMachine: boolean): boolean => {
    if (assignment.toId === viewer.id) return true;
    if (isMachine) return false;
    const sharedInIks = (urn: string, partyId: string) =>
      codeOf(urn) === "deltaker-delt-ansvar" && partyOf(partyId)?.variant === "IKS";
    if (sharedInIks(assignment.roleUrn, assignment.fromId)) return false;
    if (isGone(assignment.toId)) return false;
    return assignmentsTo(viewer.id).some(
      (key) =>
        key.fromId === assignment.toId &&
        roleOf(key.roleUrn)?.isKeyRole === true &&
        !sharedInIks(key.roleUrn, key.fromId),
    );
  };

  /** Clients passed on to the viewer as somebody's agent: [delegation, the client's role towards the facilitator]. */
  const passedOn = (client: PartyRow, viewer: PartyRow): (readonly [string, string])[] =>
    delegationsOfClient(client.id).flatMap((delegation) => {
      const given = assignmentsById(delegation.fromAssignmentId)[0];
      const agency = assignmentsById(delegation.toAssignmentId)[0];
      if (given?.fromId !== client.id || agency?.toId !== viewer.id) return [];
      if (codeOf(agency.roleUrn) !== "agent" || agency.fromId !== given.toId) return [];
      if (codeOf(given.roleUrn) === "supplier" || isGone(given.toId)) return [];
      return [[delegation.id, given.roleUrn] as const];
    });

  const lapsed = ({ roleUrn }: Assignment, giver: PartyRow): boolean =>
    roleUrn.startsWith("urn:altinn:external-role:cra:") && giver.dateOfDeath !== null;

  /** Did this very party give the viewer the right? */
  const gave = (
    giver: PartyRow,
    viewer: PartyRow,
    kind: Viewer["kind"],
    question: Question,
    withInstances: boolean,
  ): boolean => {
    const isMachine = kind === "ORGANIZATION";
    for (const assignment of assignmentsFrom(giver.id)) {
      if (!reaches(assignment, viewer, isMachine)) continue;
      if (lapsed(assignment, giver)) continue;
      const code = codeOf(assignment.roleUrn);
      if (code === "rettighetshaver" && namedRightsAnswer(assignment, question)) return true;
      const holdsInstances = code === "rettighetshaver" || code === "appstyrt-rettighetshaver";
      if (withInstances && holdsInstances && instanceAnswers(assignment, question)) return true;
      if (!isMachine && roleFamilyAnswers(assignment.roleUrn, giver.variant, question, false)) return true;
    }
    if (isMachine) return false;
    if (giver.id === viewer.id) {
      const own = { PERSON: "privatperson", SELF_IDENTIFIED: "selvregistrert", SYSTEM_USER: "" }[kind];
      const role = seed.roles.find((each) => each.code === own);
      if (role !== undefined && roleFamilyAnswers(role.urn, giver.variant, question, false)) return true;
    }
    return passedOn(giver, viewer).some(([delegationId]) => delegationAnswers(delegationId, question));
  };

  /** Does the viewer keep this sole proprietor's books, in a way that answers the question for the owner? */
  const servesOwner = (
    enterprise: PartyRow,
    owner: PartyRow,
    viewer: PartyRow,
    kind: Viewer["kind"],
    question: Question,
  ): boolean => {
    if (kind === "ORGANIZATION") return false;
    const gone = enterprise.deletedAt === null ? null : new Date(enterprise.deletedAt);
    if (gone !== null) {
      gone.setUTCFullYear(gone.getUTCFullYear() + 2);
      if (gone.getTime() <= now) return false;
    }
    const asAccountant = assignmentsFrom(enterprise.id).some(
      (assignment) =>
        reaches(assignment, viewer, false) &&
        !lapsed(assignment, enterprise) &&
        roleFamilyAnswers(assignment.roleUrn, owner.variant, question, true),
    );
    return (
      asAccountant ||
      passedOn(enterprise, viewer).some(
        ([delegationId, roleUrn]) =>
          ACCOUNTANTS.includes(codeOf(roleUrn)) && delegationAnswers(delegationId, question),
      )
    );
  };

  /** May the viewer do this? */
  return (viewer: PartyRow, kind: Viewer["kind"], question: Question): boolean => {
    const { party } = question;
    if (isGone(viewer.id)) return false;
    if (!services.has(question.service)) return false;
    if (gave(party, viewer, kind, question, true)) return true;

    const mainUnit = party.parentId === null ? undefined : partyOf(party.parentId);
    if (mainUnit !== undefined && gave(mainUnit, viewer, kind, question, false)) return true;

    if (party.dateOfDeath !== null) return false;
    return assignmentsTo(party.id)
      .filter(({ roleUrn }) => codeOf(roleUrn) === "innehaver")
      .flatMap(({ fromId }) => partyOf(fromId) ?? [])
      .filter(({ variant }) => variant === "ENK")
      .some((enterprise) => servesOwner(enterprise, party, viewer, kind, question));
  };
};
