import { EMAIL_PREFIX, ORGANIZATION_PREFIX, PERSON_PREFIX } from "../schema/urns.js";
import type { Claims } from "../schema/viewer.js";
import { businesses, machines, people } from "./cast.js";
import type { DemoParty } from "./party.js";
import { agencyByCode, platformOperator } from "./world/agencies.js";

/** Somebody whom one can sign in as in the demo: a party, and how they prove who they are. */
export interface Persona {
  /** Short, for the command line. */
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** What their token says, in the shape that ID-porten or Maskinporten gives it. */
  readonly claims: Claims;
}

const END_USER_SCOPE = "openid profile digdir:dialogporten";
const WEB_CLIENT = "demo-workspace";

const signedIn = (person: DemoParty, level: 3 | 4, scope = END_USER_SCOPE): Claims => ({
  pid: person.urn.slice(PERSON_PREFIX.length),
  acr: level === 4 ? "idporten-loa-high" : "idporten-loa-substantial",
  amr: [level === 4 ? "BankID" : "Minid-PIN"],
  locale: "nb",
  scope,
  client_id: WEB_CLIENT,
});

const actorId = (organizationNumber: string) => ({
  authority: "iso6523-actorid-upis",
  ID: `0192:${organizationNumber}`,
});

const machine = (organizationNumber: string, scope: string): Claims => ({
  consumer: actorId(organizationNumber),
  scope,
  client_id: `demo-machine-${organizationNumber}`,
  client_amr: "private_key_jwt",
  token_type: "Bearer",
});

const numberOf = (organization: DemoParty): string => organization.urn.slice(ORGANIZATION_PREFIX.length);

const systemUser = (owner: DemoParty, system: DemoParty, vendor: string): Claims => ({
  ...machine(vendor, "digdir:dialogporten"),
  authorization_details: [
    {
      type: "urn:altinn:systemuser",
      systemuser_org: actorId(numberOf(owner)),
      systemuser_id: [system.id],
      system_id: `${vendor}_avgiftshjelpen`,
    },
  ],
});

const persona = (name: string, label: string, description: string, claims: Claims): Persona => ({
  name,
  label,
  description,
  claims,
});

/** A municipality's machine: its own systems send with its token, and the platform asks with it on its behalf. */
const municipalSystem = (name: string, code: "nvk" | "sdk"): Persona => {
  const { name: called, organizationNumber } = agencyByCode(code);
  return persona(
    name,
    `${called.nb} (machine)`,
    "A municipality's machine, also by the platform on its behalf: it asks whom people may act for in its services.",
    machine(
      organizationNumber,
      [
        "ks:fiks",
        "altinn:accessmanagement/authorizedparties.resourceowner",
        "altinn:authorization/authorize",
      ].join(" "),
    ),
  );
};

/** An agency's machine that begins forms for others and answers what was sent. */
const formsMachine = (name: string, code: "bya" | "tit" | "eir" | "try", what: string): Persona => {
  const { name: called, organizationNumber } = agencyByCode(code);
  return persona(
    name,
    `${called.nb} (machine)`,
    `${what}: begins forms for others, answers what was sent, and reads nobody's history.`,
    machine(organizationNumber, "altinn:serviceowner digdir:dialogporten.serviceprovider"),
  );
};

const { fjordbygg, storholt, tallhaug } = businesses;

/** Everyone whom one can sign in as. */
export const personas: readonly Persona[] = [
  persona(
    "kari",
    "Kari Solbakken",
    "A private person who wants to build; signed in at level 4.",
    signedIn(people.kari, 4),
  ),
  persona(
    "kari-level3",
    "Kari Solbakken (level 3)",
    "The same person with a weaker login: some things hide.",
    signedIn(people.kari, 3),
  ),
  persona("ola", "Ola Granmo", "Kari's neighbour, who was notified and replied.", signedIn(people.ola, 4)),
  persona(
    "guardian",
    "Mona Lindås",
    "A parent and guardian: acts for a child and for an old woman.",
    signedIn(people.mona, 4),
  ),
  persona(
    "daglig-leder",
    "Dag Leirmo",
    "Managing director of Fjordbygg AS, which has two subunits.",
    signedIn(people.dag, 4),
  ),
  persona(
    "styreleder",
    "Liv Storhaugen",
    "Chairs Fjordbygg AS and a housing cooperative.",
    signedIn(people.liv, 4),
  ),
  persona(
    "subunit",
    "Siv Bakkebø",
    "Has rights in one subunit of Fjordbygg AS, and nowhere else in it.",
    signedIn(people.siv, 4),
  ),
  persona(
    "accountant",
    "Astrid Tallhaug",
    "Runs an accounting firm with 200 clients, 60 of them passed on to her by name.",
    signedIn(people.astrid, 4),
  ),
  persona(
    "accountant-assistant",
    "Per Småmo",
    "Works at the firm; 25 clients are passed on to him, and he may not sign.",
    signedIn(people.per, 3),
  ),
  persona(
    "large-accountant",
    "Stian Storholten",
    "Runs a firm that keeps the books of every other business, up to 5,000.",
    signedIn(people.stian, 4),
  ),
  persona(
    "auditor",
    "Rune Kontrollvik",
    "Audits a dozen of the accountant's clients.",
    signedIn(people.rune, 4),
  ),
  persona(
    "sole-proprietor",
    "Nina Nystad",
    "Started her own business five weeks ago.",
    signedIn(people.nina, 4),
  ),
  persona("farmer", "Hjalmar Åkerviken", "Runs a farm and reads nynorsk.", signedIn(people.hjalmar, 4)),
  persona(
    "shipowner",
    "Berit Skjærholmen",
    "Managing owner of a shipping partnership.",
    signedIn(people.berit, 4),
  ),
  persona("trustee", "Jon Fallgren", "Trustee in a bankruptcy.", signedIn(people.jon, 4)),
  persona(
    "housing-manager",
    "Grete Borettvik",
    "Her firm manages a housing cooperative.",
    signedIn(people.grete, 4),
  ),
  persona(
    "social-assistance",
    "Tor Vågslien",
    "Has applied for social assistance and is asked for documents.",
    signedIn(people.tor, 4),
  ),
  persona(
    "heir",
    "Ingrid Arvemo",
    "Settles her father's estate with four agencies.",
    signedIn(people.ingrid, 4),
  ),
  persona(
    "heir-brother",
    "Torleif Arvemo",
    "Her brother, who has no authority over the estate: he sees what he is named to sign, and nothing else of it.",
    signedIn(people.torleif, 4),
  ),
  persona(
    "helper",
    "Hanna Hjelpersen",
    "May see exactly one dialog of somebody else.",
    signedIn(people.hanna, 4),
  ),
  persona("nobody", "Noor Tomsen", "A person to whom no agency has ever written.", signedIn(people.noor, 4)),
  persona("email-user", "bob@post.example", "Signed in with an e-mail address only: level 0.", {
    email: people.bob.urn.slice(EMAIL_PREFIX.length),
    email_verified: true,
    acr: "selfregistered-email",
    amr: ["Selfregistered-email"],
    scope: END_USER_SCOPE,
    client_id: WEB_CLIENT,
  }),
  persona(
    "system-user",
    "Avgiftshjelpen",
    "Fjordbygg's end-user system: sees VAT and nothing else.",
    systemUser(fjordbygg, machines.vatSystem, numberOf(storholt)),
  ),
  persona(
    "accounting-machine",
    "Tallhaug Regnskap AS (machine)",
    "The accounting firm's own machine: sees what ten clients gave the firm by name.",
    machine(numberOf(tallhaug), "digdir:dialogporten"),
  ),
  formsMachine("building-agency", "bya", "A building agency's machine"),
  formsMachine("court", "tit", "A court's machine"),
  formsMachine("property-register", "eir", "A property register's machine"),
  formsMachine("social-security", "try", "A social security fund's machine"),
  persona(
    "service-owner",
    "Fjordskatt (machine)",
    "A tax agency's machine; it writes dialogs, asks for consent, keeps access lists, and reads nobody's history.",
    machine(
      agencyByCode("fjs").organizationNumber,
      [
        "digdir:dialogporten.serviceprovider",
        "digdir:dialogporten.serviceprovider.search",
        "altinn:events.subscribe",
        "altinn:authorization/authorize",
        "altinn:accessmanagement/authorizedparties.resourceowner",
        "altinn:serviceowner",
        "altinn:consentrequests.read",
        "altinn:consentrequests.write",
        "altinn:resourceregistry/resource.read",
        "altinn:resourceregistry/resource.write",
      ].join(" "),
    ),
  ),
  persona(
    "vogntilsynet",
    "Vogntilsynet (machine)",
    "A vehicle inspectorate's machine, which has not joined yet: the tutorial for agencies is about it.",
    machine(
      agencyByCode("vgt").organizationNumber,
      ["digdir:dialogporten.serviceprovider", "altinn:accessmanagement/authorizedparties.resourceowner"].join(
        " ",
      ),
    ),
  ),
  persona(
    "virkeregisteret",
    "Virkeregisteret (machine)",
    "A register's machine, which also runs the old platform's archive; it reads nobody's history.",
    machine(
      agencyByCode("vir").organizationNumber,
      ["digdir:dialogporten.serviceprovider", "altinn:accessmanagement/authorizedparties.resourceowner"].join(
        " ",
      ),
    ),
  ),
  persona(
    "municipal-platform",
    "Kommunenes fellesplattform (machine)",
    "Runs the municipalities' platform, which has joined the graph; it reads nobody's history.",
    machine(platformOperator.organizationNumber, "ks:fiks"),
  ),
  municipalSystem("nordvik", "nvk"),
  municipalSystem("sordal", "sdk"),
  persona(
    "operator",
    "Odd Driftsmo",
    "Operates this installation; has no history of his own.",
    signedIn(people.odd, 4, "openid profile tunet:operator"),
  ),
];
