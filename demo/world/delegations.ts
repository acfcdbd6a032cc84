import { uuidFromName } from "../../lib/ids.js";
import type { AuthorizationSeed } from "../../subgraphs/authorization/index.js";
import { businesses, machines, people } from "../cast.js";
import type { DemoParty } from "../party.js";
import { type PackageCode, packageUrn } from "./packages.js";
import type { Household, Population } from "./population.js";
import { type RoleName, roleByName } from "./roles.js";
import { serviceByName } from "./services.js";

/** Something that one party lets another see by itself. */
export interface InstanceDelegation {
  readonly from: DemoParty;
  readonly to: DemoParty;
  readonly service: string;
  readonly instanceRef: string;
}

type Edges = Pick<
  AuthorizationSeed,
  | "assignments"
  | "assignmentPackages"
  | "assignmentResources"
  | "assignmentInstances"
  | "clientDelegations"
  | "clientDelegationPackages"
  | "clientDelegationResources"
>;
type Rows<Name extends keyof Edges> = Edges[Name][number][];

/** Clients that are passed on: to the accountant by name, and to the assistant. */
const ACCOUNTANTS_OWN_CLIENTS = 60;
const ASSISTANTS_CLIENTS = 25;
const AUDITED = 12;
const CLIENTS_OF_THE_MACHINE = 10;
const LARGEST_FIRM = 5_000;
const READ = ["read"];
const READ_WRITE = ["read", "write"];

/** Collects edges; an assignment that was made before is used again. */
class EdgeRows implements Edges {
  readonly assignments: Rows<"assignments"> = [];
  readonly assignmentPackages: Rows<"assignmentPackages"> = [];
  readonly assignmentResources: Rows<"assignmentResources"> = [];
  readonly assignmentInstances: Rows<"assignmentInstances"> = [];
  readonly clientDelegations: Rows<"clientDelegations"> = [];
  readonly clientDelegationPackages: Rows<"clientDelegationPackages"> = [];
  readonly clientDelegationResources: Rows<"clientDelegationResources"> = [];
  readonly #made = new Set<string>();

  /** `to` gets a role on behalf of `from`. @returns the assignment's id */
  assign(from: DemoParty, to: DemoParty, role: RoleName): string {
    const id = uuidFromName(`assignment ${from.urn} ${to.urn} ${role}`);
    if (!this.#made.has(id)) {
      this.#made.add(id);
      this.assignments.push({ id, fromId: from.id, toId: to.id, roleUrn: roleByName(role).urn });
    }
    return id;
  }

  givePackages(from: DemoParty, to: DemoParty, codes: readonly PackageCode[]): void {
    const assignmentId = this.assign(from, to, "rettighetshaver");
    for (const code of codes) this.assignmentPackages.push({ assignmentId, packageUrn: packageUrn(code) });
  }

  giveService(from: DemoParty, to: DemoParty, service: string, actions: readonly string[]): void {
    const assignmentId = this.assign(from, to, "rettighetshaver");
    this.assignmentResources.push({ assignmentId, service, actions });
  }

  giveInstance({ from, to, service, instanceRef }: InstanceDelegation): void {
    const assignmentId = this.assign(from, to, "rettighetshaver");
    this.assignmentInstances.push({ assignmentId, service, instanceRef, actions: READ });
  }

  /** A facilitator passes a client on to one of its agents. */
  passOn(
    client: DemoParty,
    facilitator: DemoParty,
    agent: DemoParty,
    role: RoleName,
    codes: PackageCode[],
  ): void {
    const fromAssignmentId = this.assign(client, facilitator, role);
    const toAssignmentId = this.assign(facilitator, agent, "agent");
    const id = uuidFromName(`client delegation ${fromAssignmentId} ${toAssignmentId}`);
    this.clientDelegations.push({ id, fromAssignmentId, toAssignmentId });
    for (const code of codes) {
      this.clientDelegationPackages.push({ delegationId: id, packageUrn: packageUrn(code) });
    }
  }
}

const LEADER_ROLES: Readonly<Record<string, RoleName>> = {
  ENK: "innehaver",
  DA: "deltaker-delt-ansvar",
  ANS: "deltaker-fullt-ansvar",
};

const addHousehold = (rows: EdgeRows, { business, leader, neighbour }: Household): void => {
  rows.assign(business, leader, LEADER_ROLES[business.variant] ?? "daglig-leder");
  if (business.variant === "AS") rows.assign(business, neighbour, "styremedlem");
};

/** Who leads the businesses of the stories. */
const addLeaders = (rows: EdgeRows): void => {
  const { dag, liv, siv, astrid, rune, nina, hjalmar, berit, jon, grete, stian } = people;
  const own = businesses;
  rows.assign(own.fjordbygg, dag, "daglig-leder");
  rows.assign(own.fjordbygg, liv, "styreleder");
  rows.assign(own.lyngtunet, liv, "styreleder");
  rows.assign(own.tallhaug, astrid, "daglig-leder");
  rows.assign(own.kontrollvik, rune, "daglig-leder");
  rows.assign(own.nystad, nina, "innehaver");
  rows.assign(own.akervik, hjalmar, "innehaver");
  rows.assign(own.skjaerholm, berit, "bestyrende-reder");
  rows.assign(own.falluft, jon, "bostyrer");
  rows.assign(own.borettvik, grete, "daglig-leder");
  rows.assign(own.storholt, stian, "daglig-leder");
  rows.assign(own.lyngtunet, own.borettvik, "forretningsforer");
  rows.assign(own.fjordbygg, own.tallhaug, "regnskapsforer");
  rows.assign(own.akervik, own.tallhaug, "regnskapsforer");
  rows.assign(own.fjordbygg, own.kontrollvik, "revisor");
  rows.givePackages(own.fjordbyggNord, siv, [
    "ordinaer-post-til-virksomheten",
    "arbeidsmiljo-ulykke",
    "sykefravaer",
    "rapportering-statistikk",
  ]);
  rows.giveService(own.fjordbyggNord, siv, serviceByName("nvk-byggesak").urn, READ_WRITE);
};

/** Guardians, heirs and machines. */
const addOthers = (rows: EdgeRows): void => {
  const { mona, emil, aslaug, ingrid, sverre } = people;
  rows.assign(emil, mona, "oppvekst");
  rows.assign(emil, mona, "trygd");
  rows.assign(aslaug, mona, "trygd");
  rows.assign(aslaug, mona, "skatt");
  rows.assign(sverre, ingrid, "formuesfullmakt");
  rows.givePackages(businesses.fjordbygg, machines.vatSystem, ["merverdiavgift"]);
};

const addFirms = (rows: EdgeRows, { clients, others }: Population): void => {
  const { astrid, per, rune } = people;
  const { tallhaug, kontrollvik, storholt } = businesses;
  clients.forEach(({ business }, index) => {
    rows.assign(business, tallhaug, "regnskapsforer");
    if (index < ACCOUNTANTS_OWN_CLIENTS) {
      rows.passOn(business, tallhaug, astrid, "regnskapsforer", [
        "regnskapsforer-med-signeringsrettighet",
        "regnskapsforer-lonn",
      ]);
    }
    if (index < ASSISTANTS_CLIENTS) {
      rows.passOn(business, tallhaug, per, "regnskapsforer", ["regnskapsforer-uten-signeringsrettighet"]);
    }
    if (index < CLIENTS_OF_THE_MACHINE) rows.givePackages(business, tallhaug, ["merverdiavgift", "lonn"]);
    if (index < AUDITED) {
      rows.passOn(business, kontrollvik, rune, "revisor", ["ansvarlig-revisor", "revisormedarbeider"]);
    }
  });
  for (const { business } of others.slice(0, LARGEST_FIRM)) rows.assign(business, storholt, "regnskapsforer");
};

/** All edges between parties. */
export const delegationsOf = (
  population: Population,
  instanceDelegations: readonly InstanceDelegation[],
): Edges => {
  const rows = new EdgeRows();
  addLeaders(rows);
  addOthers(rows);
  for (const household of [...population.clients, ...population.others]) addHousehold(rows, household);
  addFirms(rows, population);
  for (const delegation of instanceDelegations) rows.giveInstance(delegation);
  return rows;
};
