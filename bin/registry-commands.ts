import { type Command, Option } from "commander";
import type { Environment } from "../lib/config.js";
import { httpUrl, namedOption, namedText, namedUrl, port, positiveInt, repeatedText } from "./arguments.js";

/** `tunet subgraph …`: what an agency does with its own subgraphs. */
const addSubgraphCommands = (program: Command, environment: Environment): void => {
  const subgraph = program
    .command("subgraph")
    .description("Check, publish and follow subgraphs in the registry at TUNET_URL, with TUNET_TOKEN.");
  const sending = (name: string, description: string): Command =>
    subgraph
      .command(name)
      .description(description)
      .addOption(
        namedOption(
          "--schema <name=file>",
          "the subgraph's SDL; may be repeated: all together or none at all",
          namedText,
        ),
      )
      .addOption(
        namedOption("--url <name=url>", "where gateways ask it; left out: where it is asked now", namedUrl),
      )
      .addOption(
        new Option(
          "--probe-party <urn>",
          "a synthetic party that running live sources are asked as; may be repeated",
        )
          .argParser(repeatedText)
          .default([], "none"),
      )
      .option("--json", "print the result as JSON");

  sending(
    "check",
    "Check subgraphs as publishing would. Ends with 1 where they could not be published.",
  ).action(async (options) => (await import("./commands/subgraph.js")).checkSubgraphs(environment, options));
  sending("publish", "Check subgraphs and publish them, together or not at all.")
    .option("--reason <text>", "why, for the history")
    .action(async (options) =>
      (await import("./commands/subgraph.js")).publishSubgraphs(environment, options),
    );
  subgraph
    .command("list")
    .description("List the subgraphs that are served.")
    .option("--json", "as JSON")
    .action(async (options) => (await import("./commands/subgraph.js")).listSubgraphs(environment, options));
  subgraph
    .command("history")
    .description("List the versions of a subgraph, the newest first.")
    .argument("<name>")
    .option("--json", "as JSON")
    .action(async (name, options) =>
      (await import("./commands/subgraph.js")).subgraphHistory(environment, name, options),
    );
  subgraph
    .command("rollback")
    .description("Publish an earlier version of a subgraph again.")
    .argument("<name>")
    .argument("<version>", "see `tunet subgraph history`", positiveInt)
    .option("--reason <text>", "why, for the history")
    .option("--json", "as JSON")
    .action(async (name, version, options) =>
      (await import("./commands/subgraph.js")).rollBackSubgraph(environment, name, version, options),
    );
  subgraph
    .command("delete")
    .description("Take a subgraph out of what is served. Its name stays yours.")
    .argument("<name>")
    .option("--reason <text>", "why, for the history")
    .option("--json", "as JSON")
    .action(async (name, options) =>
      (await import("./commands/subgraph.js")).deleteSubgraph(environment, name, options),
    );
  subgraph
    .command("approve")
    .description("Overrule a breaking change, or how a running source did. For the operator.")
    .argument("<name>")
    .argument("<finding>", "its key, as the check prints it in brackets")
    .requiredOption("--reason <text>", "why; remembered with who")
    .action(async (name, finding, options) =>
      (await import("./commands/subgraph.js")).approveFinding(environment, name, finding, options),
    );
};

/** `tunet source …`: what an agency does with a live source, before anybody else sees it. */
const addSourceCommands = (program: Command): void => {
  program
    .command("source")
    .description("Hold live sources of the history to their contract.")
    .command("check")
    .description("Check a running subgraph alone, with no Tunet: each requirement, and whether it is kept.")
    .argument("<url>", "where the subgraph is asked, e.g. http://127.0.0.1:4999/graphql", httpUrl)
    .addOption(
      new Option("--party <urn>", "a synthetic party that it has items of; may be repeated")
        .argParser(repeatedText)
        .default([], "none"),
    )
    .option("--name <name>", "the subgraph's name (default: the id of its mark)")
    .option("--schema <file>", "the SDL to check (default: the one that the subgraph gives)")
    .option("--stand-in-port <n>", "where Tunet's stand-in listens; 0 for any free port", port, 4900)
    .option("--wait <seconds>", "how long to wait for the subgraph", positiveInt, 60)
    .option("--json", "print the result as JSON")
    .action(async (url, options) => (await import("./commands/source.js")).checkSource(url, options));
};

/** `tunet supergraph …`: what is served of all of them. */
const addSupergraphCommands = (program: Command, environment: Environment): void => {
  const supergraph = program
    .command("supergraph")
    .description("Show, compare and roll back what is served, in the registry at TUNET_URL.");
  supergraph
    .command("show")
    .description("Show the newest supergraph, or one by its number.")
    .argument("[number]", "its number", positiveInt)
    .option("--sdl", "print the SDL that gateways serve")
    .option("--api", "print the SDL that clients see")
    .option("--json", "as JSON")
    .action(async (which, options) =>
      (await import("./commands/supergraph.js")).showSupergraph(environment, which ?? null, options),
    );
  supergraph
    .command("diff")
    .description("Say what is different between two supergraphs.")
    .argument("<from>", "number of the earlier one", positiveInt)
    .argument("<to>", "number of the later one", positiveInt)
    .option("--json", "as JSON")
    .action(async (from, to, options) =>
      (await import("./commands/supergraph.js")).diffSupergraphs(environment, from, to, options),
    );
  supergraph
    .command("usage")
    .description("Say who uses a field, an argument or a type, and with which operations.")
    .argument("<coordinate>", "e.g. Dialog.title, Workspace.history.first, DialogStatus")
    .option("--json", "as JSON")
    .action(async (coordinate, options) =>
      (await import("./commands/supergraph.js")).showUsage(environment, coordinate, options),
    );
  supergraph
    .command("rollback")
    .description("Serve again what an earlier supergraph was made of. For the operator.")
    .argument("<to>", "its number", positiveInt)
    .option("--reason <text>", "why, for the history")
    .option("--json", "as JSON")
    .action(async (to, options) =>
      (await import("./commands/supergraph.js")).rollBackSupergraph(environment, to, options),
    );
};

const addRegistryCommand = (program: Command, environment: Environment): void => {
  program
    .command("registry")
    .description("Serve the registry in a process of its own; gateways follow it with --registry.")
    .option("--port <n>", "where to listen; 0 for any free port (default: PORT, or 4000)", port)
    .option("--host <address>", "which address to listen on (default: HOST, or 127.0.0.1)")
    .addOption(
      namedOption("--subgraph <name=url>", "where gateways ask this room; may be repeated", namedUrl),
    )
    .action(async (options) => (await import("./commands/registry.js")).registry(environment, options));
};

export const addRegistryCommands = (program: Command, environment: Environment): void => {
  addRegistryCommand(program, environment);
  addSubgraphCommands(program, environment);
  addSourceCommands(program);
  addSupergraphCommands(program, environment);
};
