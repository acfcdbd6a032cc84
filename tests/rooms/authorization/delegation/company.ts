import { createWorld, packageUrn, ROLES, serviceUrn } from "../world.js";

/** Packages that a company's leader holds, may pass on, or neither. */
export const PACKAGES = {
  tax: packageUrn("tax"),
  mail: packageUrn("mail"),
  books: packageUrn("books"),
  accessManager: packageUrn("tilgangsstyrer"),
  mainAdministrator: packageUrn("hovedadministrator"),
  clientAdministrator: packageUrn("klientadministrator"),
  citizen: packageUrn("citizen"),
};

export const TAX = serviceUrn("tax");
export const SCOPE = serviceUrn("scope");
export const FIXED = serviceUrn("fixed");
export const SECRET = serviceUrn("secret");

/**
 * A company with a director, a subunit, and people whom it has to do with; an accounting firm that serves it.
 *
 * The director may give `tax` by the role, and `mail` as main administrator only: to use it, it must be given.
 */
export const createCompany = () => {
  const world = createWorld();
  const director = world.person("Kari Leder");
  const company = world.organization("Fjordheim Bygg AS");
  const yard = world.subunit("Fjordheim avd. verft", company);
  const colleague = world.person("Siv Dal Bakke");
  const manager = world.person("Tor Tilgang");
  const helper = world.person("Per Hjelper");
  const stranger = world.person("Ukjent Person");
  const partner = world.organization("Partner AS");
  const partnerLeader = world.person("Liv Partner");
  const firm = world.organization("Tall og Orden AS");
  const accountant = world.person("Astrid Tall");
  const email = world.selfIdentified("e-post", "a@example.invalid");
  const standardSystem = world.systemUser("Avgiftshjelpen");
  const agentSystem = world.systemUser("Klienthjelpen", { variant: "AgentSystem" });

  world.assign(company, director, "DAGL");
  world.assign(company, manager, "RIGHTHOLDER", { packages: ["tilgangsstyrer", "tax"] });
  world.assign(company, colleague, "MEDL");
  world.assign(partner, partnerLeader, "DAGL");
  world.assign(firm, accountant, "DAGL");
  world.assign(company, firm, "REGN");

  world.area("test");
  world.accessPackage("tax", { nb: "Skatt næring", nn: "Skatt næring", en: "Business tax" });
  world.accessPackage("mail", { nb: "Post", en: "Mail" });
  world.accessPackage("books", { nb: "Regnskap", en: "Accounts" }, { isAssignable: false });
  world.accessPackage("tilgangsstyrer", { nb: "Tilgangsstyrer" }, { isDelegable: false });
  world.accessPackage("hovedadministrator", { nb: "Hovedadministrator" }, { isDelegable: false });
  world.accessPackage("klientadministrator", { nb: "Klientadministrator" }, { isDelegable: false });
  world.accessPackage("citizen", { nb: "Innbygger" }, { entityType: "PERSON" });
  for (const code of ["tax", "tilgangsstyrer", "hovedadministrator", "klientadministrator"]) {
    world.roleHolds("DAGL", code);
    world.roleHolds("ADMIN", code, { hasAccess: false });
  }
  world.roleHolds("ADMIN", "mail", { hasAccess: false });
  world.imply("DAGL", "ADMIN");
  world.roleHolds("REGN", "books", { canDelegate: false });
  world.roleHolds("PRIV", "citizen");

  world.service("tax", {
    read: [PACKAGES.tax],
    write: [PACKAGES.tax, ROLES.DAGL.urn],
    sign: [ROLES.LEDE.urn],
  });
  world.service("secret", { read: [PACKAGES.tax] }, 4);
  world.service("scope", { read: [PACKAGES.tax] }, 3, { resourceType: "MASKINPORTEN_SCHEMA" });
  world.service("fixed", { read: [PACKAGES.tax] }, 3, { isDelegable: false });
  world.service("mail", { read: [PACKAGES.mail] });
  world.service("books", { read: [PACKAGES.books] });
  world.service("citizen", { read: [PACKAGES.citizen] });
  return {
    world,
    director,
    company,
    yard,
    colleague,
    manager,
    helper,
    stranger,
    partner,
    partnerLeader,
    firm,
    accountant,
    email,
    standardSystem,
    agentSystem,
  };
};
