import type { PartyRow, RoleRow } from "../../drizzle/authorization/tables.js";
import { uuidFromName } from "../../lib/ids.js";
import {
  ORGANIZATION_PREFIX,
  organizationNumberOf,
  PERSON_PREFIX,
  personNumberOf,
  RESOURCE_PREFIX,
} from "../../schema/urns.js";
import type { Viewer } from "../../schema/viewer.js";
import type { AuthorizationSeed } from "../../subgraphs/authorization/index.js";

/** How many parties each viewer may act for. */
export const SIZES = [1, 100, 10_000] as const;

const SERVICES = 300;
const PACKAGES = 130;
/** One in so many services has a policy that no list of rights can say, so that lists evaluate it. */
const EVALUATED_SHARE = 20;
const SUBUNIT_SHARE = 10;

const role = (code: string, legacy: string, isKeyRole = false): RoleRow => ({
  urn: `urn:altinn:external-role:ccr:${code}`,
  legacyUrn: `urn:altinn:rolecode:${legacy}`,
  code,
  name: { nb: code },
  isKeyRole,
  provider: null,
  description: null,
});

const RIGHTHOLDER: RoleRow = {
  ...role("rettighetshaver", ""),
  urn: "urn:altinn:role:rettighetshaver",
  legacyUrn: null,
};
const DIRECTOR = role("daglig-leder", "dagl", true);
const ACCOUNTANT = role("regnskapsforer", "regn");
const IMPLIED = ["a0239", "a0240", "a0241", "utinn", "siskd", "regna", "loper"].map((code) =>
  role(code, code),
);

const packageUrn = (n: number): string => `urn:altinn:accesspackage:p${n}`;
const serviceUrn = (n: number): string =>
  `${RESOURCE_PREFIX}${n % 3 === 0 ? `app_skd_s${n}` : `service-${n}`}`;

const numbered = <Made>(make: (candidate: number) => Made | null) => {
  let candidate = 0;
  return (): Made => {
    for (;;) {
      const made = make(candidate++);
      if (made !== null) return made;
    }
  };
};

/** Grants to four packages and a role, and a denial to whoever has two of them at once. */
const deniedTogether = (service: string, n: number): string => {
  const id = service.slice(RESOURCE_PREFIX.length);
  const string = "http://www.w3.org/2001/XMLSchema#string";
  const match = (category: string, attribute: string, value: string) =>
    `<Match MatchId="urn:oasis:names:tc:xacml:1.0:function:string-equal"><AttributeValue DataType="${string}">${value}</AttributeValue><AttributeDesignator Category="${category}" AttributeId="${attribute}" DataType="${string}" MustBePresent="false"/></Match>`;
  const held = (m: number) =>
    match(
      "urn:oasis:names:tc:xacml:1.0:subject-category:access-subject",
      "urn:altinn:accesspackage",
      `p${m % PACKAGES}`,
    );
  const anyOf = (all: readonly string[]) =>
    `<AnyOf>${all.map((one) => `<AllOf>${one}</AllOf>`).join("")}</AnyOf>`;
  const resource = anyOf([
    match("urn:oasis:names:tc:xacml:3.0:attribute-category:resource", "urn:altinn:resource", id),
  ]);
  return `<Policy xmlns="urn:oasis:names:tc:xacml:3.0:core:schema:wd-17" PolicyId="urn:bench:${n}" Version="1.0" RuleCombiningAlgId="urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides"><Target/>
<Rule RuleId="urn:bench:${n}:1" Effect="Permit"><Target>${anyOf([held(n), held(n + 1), held(n + 2)])}${resource}</Target></Rule>
<Rule RuleId="urn:bench:${n}:2" Effect="Deny"><Target>${anyOf([held(n) + held(n + 40)])}${resource}</Target></Rule>
</Policy>`;
};

/** A register with accountants of every size, and who they are. */
export const createRegister = (): {
  readonly seed: AuthorizationSeed;
  readonly viewers: ReadonlyMap<number, Viewer>;
} => {
  const organizationNumber = numbered((n) => organizationNumberOf(String(31_000_000 + n)));
  // Month + 80 marks a synthetic person.
  const personNumber = numbered((n) => personNumberOf(`018590${String(n).padStart(3, "0")}`));
  const parties: PartyRow[] = [];
  const assignments: AuthorizationSeed["assignments"][number][] = [];
  const assignmentPackages: AuthorizationSeed["assignmentPackages"][number][] = [];

  const add = (
    name: string,
    more: Pick<PartyRow, "urn" | "type" | "variant"> & Partial<PartyRow>,
  ): PartyRow => {
    const row = {
      id: uuidFromName(name),
      name,
      parentId: null,
      partyId: 50_000_000 + parties.length,
      dateOfBirth: null,
      dateOfDeath: null,
      deletedAt: null,
      ...more,
    };
    parties.push(row);
    return row;
  };
  const organization = (name: string, more: Partial<PartyRow> = {}) =>
    add(name, {
      urn: ORGANIZATION_PREFIX + organizationNumber(),
      type: "ORGANIZATION",
      variant: "AS",
      ...more,
    });
  const assign = (from: PartyRow, to: PartyRow, given: RoleRow): string => {
    const id = uuidFromName(`assignment ${assignments.length}`);
    assignments.push({ id, fromId: from.id, toId: to.id, roleUrn: given.urn });
    return id;
  };

  const viewers = new Map<number, Viewer>();
  for (const size of SIZES) {
    const person = add(`accountant of ${size}`, {
      urn: PERSON_PREFIX + personNumber(),
      type: "PERSON",
      variant: "Person",
    });
    const firm = organization(`firm of ${size}`);
    assign(firm, person, DIRECTOR);
    let made = 1;
    for (let client = 0; made < size; client += 1) {
      const company = organization(`client ${client} of ${size}`, {
        variant: client % 7 === 0 ? "ENK" : "AS",
      });
      made += 1;
      assign(company, firm, ACCOUNTANT);
      if (client % 3 === 0) {
        const assignmentId = assign(company, person, RIGHTHOLDER);
        assignmentPackages.push({ assignmentId, packageUrn: packageUrn(client % 5) });
      }
      if (client % SUBUNIT_SHARE === 0 && made < size) {
        organization(`subunit of ${client} of ${size}`, { variant: "BEDR", parentId: company.id });
        made += 1;
      }
    }
    viewers.set(size, {
      kind: "PERSON",
      party: person.urn,
      organization: null,
      supplier: null,
      level: 4,
      scopes: [],
      clientId: null,
    });
  }

  const all = Array.from({ length: SERVICES }, (_, n) => n);
  const isEvaluated = (n: number) => n % EVALUATED_SHARE === 1;
  const ACTIONS = ["read", "write", "sign", "delete"];
  return {
    viewers,
    seed: {
      parties,
      assignments,
      assignmentPackages,
      roles: [RIGHTHOLDER, DIRECTOR, ACCOUNTANT, ...IMPLIED],
      roleMap: IMPLIED.flatMap(({ urn }, n) => [
        { roleUrn: DIRECTOR.urn, impliedRoleUrn: urn },
        ...(n < 3 ? [{ roleUrn: ACCOUNTANT.urn, impliedRoleUrn: urn }] : []),
      ]),
      areaGroups: [],
      areas: [],
      accessPackages: Array.from({ length: PACKAGES }, (_, n) => ({
        urn: packageUrn(n),
        name: { nb: `p${n}` },
        description: {},
        area: "accesspackage:area:bench",
        isDelegable: true,
        isAssignable: true,
        entityType: "ORGANIZATION",
        isAvailableForServiceOwners: true,
      })),
      rolePackages: Array.from({ length: PACKAGES }, (_, n) => n).flatMap((n) =>
        [DIRECTOR, ...(n < 20 ? [ACCOUNTANT] : [])].map(({ urn }) => ({
          roleUrn: urn,
          packageUrn: packageUrn(n),
          variant: n % 30 === 0 ? "AS" : "",
          hasAccess: true,
          canDelegate: true,
        })),
      ),
      assignmentResources: [],
      assignmentInstances: [],
      clientDelegations: [],
      clientDelegationPackages: [],
      clientDelegationResources: [],
      services: all.map((n) => ({
        urn: serviceUrn(n),
        minimumLevel: 2 + (n % 3),
        isDelegable: true,
        resourceType: "DEFAULT",
      })),
      policyRules: all
        .filter((n) => !isEvaluated(n))
        .flatMap((n) =>
          ACTIONS.flatMap((action) =>
            [packageUrn(n % PACKAGES), packageUrn((n * 7) % PACKAGES), "urn:altinn:rolecode:dagl"].map(
              (subjectUrn) => ({ service: serviceUrn(n), action, subjectUrn }),
            ),
          ),
        ),
      policies: all
        .filter(isEvaluated)
        .map((n) => ({ service: serviceUrn(n), xml: deniedTogether(serviceUrn(n), n) })),
    },
  };
};

/** Services to ask about: with a list of rights, and with a policy that is evaluated. */
export const SERVICE_URNS = {
  lists: Array.from({ length: SERVICES }, (_, n) => n)
    .filter((n) => n % EVALUATED_SHARE !== 1)
    .map(serviceUrn),
  evaluated: Array.from({ length: SERVICES }, (_, n) => n)
    .filter((n) => n % EVALUATED_SHARE === 1)
    .map(serviceUrn),
};
