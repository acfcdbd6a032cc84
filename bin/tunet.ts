import { Command, InvalidArgumentError } from "commander";
import { ConfigError } from "../lib/config.js";
import { messageOf } from "../lib/errors.js";
import { namedOption, namedUrl, port, positiveInt } from "./arguments.js";
import { environment } from "./environment.js"; // first: Apollo's packages read the environment when they are loaded
import { addRegistryCommands } from "./registry-commands.js";

// Each command's code is loaded when it is asked for: `tunet token` need not wait for the gateway.
const program = new Command("tunet")
  .description("A GraphQL federation gateway for the public sector's unified workspace.")
  .showHelpAfterError();

program
  .command("start")
  .description("Start everything in one process: gateway and rooms, with demo data at the first start.")
  .action(async () => (await import("./commands/start.js")).start(environment));

program
  .command("gateway")
  .description("Start the gateway alone, on any Federation 2 supergraph.")
  .option("--supergraph <file|url>", "supergraph SDL: a file, or where to fetch it")
  .option("--registry <url>", "follow the registry there: serve what it publishes, and its last without it")
  .option("--port <n>", "where to listen; 0 for any free port (default: PORT, or 4000)", port)
  .option("--host <address>", "which address to listen on (default: HOST, or 127.0.0.1)")
  .addOption(
    namedOption(
      "--subgraph <name=url>",
      "ask this subgraph there, not at its routing URL; may be repeated",
      namedUrl,
    ),
  )
  .option(
    "--watch <seconds>",
    "look every so many seconds whether the supergraph has changed, and serve it",
    positiveInt,
  )
  .action(async (options) => (await import("./commands/gateway.js")).gateway(environment, options));

program
  .command("room")
  .description("Serve one room as a subgraph over HTTP, in a process of its own.")
  .argument("<name>", "authorization, catalogue, dialogs, forms or profile")
  .option("--port <n>", "where to listen; 0 for any free port (default: PORT, or 4000)", port)
  .option("--host <address>", "which address to listen on (default: HOST, or 127.0.0.1)")
  .action(async (name, options) => (await import("./commands/room.js")).room(environment, name, options));

program
  .command("personas")
  .description("List the demo's personas: whom one can sign in as.")
  .option("--json", "as JSON")
  .action(async (options) => (await import("./commands/personas.js")).listPersonas(options));

program
  .command("token")
  .description("Print a token for a demo persona, and nothing else.")
  .requiredOption("--persona <name>", "see `tunet personas`")
  .action(async (options) => (await import("./commands/personas.js")).printToken(environment, options));

program
  .command("seed")
  .description("Fill the databases with the demo's world, of any size; what is there already stays.")
  .requiredOption("--dialogs <n>", "how many dialogs the world has", positiveInt)
  .option("--rate <n>", "write at most so many dialogs a second", positiveInt)
  .action(async (options) => (await import("./commands/seed.js")).seed(environment, options));

const language = (text: string): "nb" | "nn" | "en" => {
  if (text === "nb" || text === "nn" || text === "en") return text;
  throw new InvalidArgumentError("It must be nb, nn or en.");
};

const imports = program
  .command("import")
  .description("Read public metadata or others' records into the rooms. Nothing is ever taken away by it.");

imports
  .command("access-packages")
  .description("Altinn's export of access packages: groups, areas and packages.")
  .argument("<file|url>", "the document, as JSON")
  .option("--lang <code>", "the language of its names (default: nb); run once for each", language)
  .option("--json", "print the report as JSON")
  .action(async (source, options) =>
    (await import("./commands/import.js")).importDocument(environment, "access-packages", source, options),
  );

imports
  .command("roles")
  .description("Altinn's list of roles, or of the packages that a role holds.")
  .argument("<file|url>", "the document, as JSON")
  .option("--lang <code>", "the language of its names (default: nb); run once for each", language)
  .option("--json", "print the report as JSON")
  .action(async (source, options) =>
    (await import("./commands/import.js")).importDocument(environment, "roles", source, options),
  );

imports
  .command("resources")
  .description("Altinn Resource Registry's list of services, or one of them.")
  .argument("<file|url>", "the document, as JSON")
  .option("--policies <folder|url>", "their policies: a folder of IDENTIFIER.xml, or an address with {id}")
  .option("--json", "print the report as JSON")
  .action(async (source, options) =>
    (await import("./commands/import.js")).importDocument(environment, "resources", source, options),
  );

imports
  .command("orgs")
  .description("Altinn's list of organisations that own services (altinn-orgs.json).")
  .argument("<file|url>", "the document, as JSON")
  .option("--json", "print the report as JSON")
  .action(async (source, options) =>
    (await import("./commands/import.js")).importDocument(environment, "orgs", source, options),
  );

imports
  .command("life-events")
  .description("Life events, each with its steps over several agencies: see docs/services-for-owners.md.")
  .argument("<file|url>", "the document, as JSON")
  .option("--json", "print the report as JSON")
  .action(async (source, options) =>
    (await import("./commands/import.js")).importDocument(environment, "life-events", source, options),
  );

imports
  .command("organization-addresses")
  .description(
    "Where organisations themselves are told, as a register has it. Takes the place of what was there.",
  )
  .argument("<file|url>", "the document, as JSON")
  .option("--json", "print the report as JSON")
  .action(async (source, options) =>
    (await import("./commands/import.js")).importDocument(
      environment,
      "organization-addresses",
      source,
      options,
    ),
  );

imports
  .command("instances")
  .description("Form instances as Altinn 3's storage has them: one, a list, or {instances: […]}.")
  .argument("<file|url>", "the document, as JSON")
  .option("--json", "print the report as JSON")
  .action(async (source, options) =>
    (await import("./commands/signed-and-stored.js")).importInstances(environment, source, options),
  );

imports
  .command("dialogs")
  .description(
    "Dialogs, one on each line, in the format of the service owners' create. Goes on where it was ended.",
  )
  .argument("<file>", "NDJSON; - for standard input")
  .option("--organization <number>", "who imports (default: the owner of the first dialog's service)")
  .option("--silent", "tell no webhook")
  .option("--restart", "begin anew; what is there already is not made again")
  .action(async (file, options) =>
    (await import("./commands/import-dialogs.js")).importDialogsFile(environment, file, options),
  );

program
  .command("agency")
  .description("What an agency needs to join.")
  .command("init")
  .description("Write a new subgraph in TypeScript, which runs and can be published as it is.")
  .argument("<name>", "the subgraph's: small letters, digits and hyphens")
  .argument("[folder]", "where to; it must be empty, or not be there yet (default: the name)")
  .action(async (name, folder) =>
    (await import("./commands/agency.js")).initAgency(name, folder === undefined ? {} : { folder }),
  );

addRegistryCommands(program, environment);

const forms = program.command("forms").description("Check and publish the forms of an agency.");

forms
  .command("verify")
  .description("Check the signatures on what was sent. Ends with 1 where one is wrong, or there is none.")
  .argument("<file|url>", "JSON: {content, signatures} of a submission, as the graph gives them")
  .requiredOption("--keys <file|url>", "the installation's public keys: /forms/keys.json")
  .action(async (source, options) =>
    (await import("./commands/signed-and-stored.js")).verifyForm(source, options),
  );

forms
  .command("check")
  .description(
    "Check a form's definition here, and print all that is wrong with it. Ends with 1 where something is.",
  )
  .argument("<file>", "JSON; see docs/forms-for-owners.md")
  .option("--json", "as JSON")
  .action(async (file, options) => (await import("./commands/forms.js")).checkForm(file, options));

forms
  .command("publish")
  .description("Publish a form as its next version, at TUNET_URL, with TUNET_TOKEN: the service owner's own.")
  .argument("<file>", "JSON; see docs/forms-for-owners.md")
  .option("--json", "as JSON")
  .action(async (file, options) =>
    (await import("./commands/forms.js")).publishForm(environment, file, options),
  );

const policy = program.command("policy").description("Work with access policies in XACML 3.0.");

policy
  .command("evaluate")
  .description("Decide a request by policies, and print the response.")
  .requiredOption("--policy <file...>", "a policy or policy set; may be repeated, for what it refers to")
  .requiredOption("--request <file>", "the request, in XML or in the JSON profile")
  .option("--json", "print the response in the JSON profile")
  .action(async (options) => (await import("./commands/policy.js")).evaluatePolicy(options));

policy
  .command("check")
  .description("Explain in words who may do what by a policy, or say what is wrong with it.")
  .argument("<file...>", "a policy or policy set, and what it refers to")
  .option("--json", "as JSON")
  .action(async (files, options) => (await import("./commands/policy.js")).checkPolicy(files, options));

try {
  await program.parseAsync();
} catch (error) {
  // What the person at the terminal can mend is said in words; anything else keeps its stack.
  const plain = error instanceof ConfigError || (error instanceof Error && error.name === "CommandError");
  console.error(plain ? messageOf(error) : error);
  process.exitCode = 1;
}
