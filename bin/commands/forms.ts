import { readFileSync } from "node:fs";
import type { Environment } from "../../lib/config.js";
import { messageOf } from "../../lib/errors.js";
import { checkDefinition, type DefinitionProblem } from "../../subgraphs/forms/index.js";
import { CommandError } from "../command-error.js";
import { openRegistryClient } from "../registry/registry-client.js";

interface Output {
  readonly json?: boolean;
}

const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new CommandError(`${file} can't be read: ${messageOf(cause)}`, { cause });
  }
};

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const inWords = (problems: readonly DefinitionProblem[]): string =>
  problems.map(({ path, message }) => `  ${path === "" ? "the whole" : path}: ${message}`).join("\n");

const tell = (problems: readonly DefinitionProblem[], { json = false }: Output, file: string): void => {
  if (problems.length > 0) process.exitCode = 1;
  const words =
    problems.length === 0 ? `${file} can be published.` : `${file} can't be published:\n${inWords(problems)}`;
  print(json ? JSON.stringify({ problems }, null, 2) : words);
};

/** Checks a definition without asking anybody: whose service it is, is found out when it is published. */
export const checkForm = (file: string, options: Output): void => {
  const checked = checkDefinition(read(file));
  tell("problems" in checked ? checked.problems : [], options, file);
};

interface Published {
  readonly publishForm: {
    readonly definition: { readonly id: string; readonly version: number; readonly hash: string } | null;
    readonly errors: readonly {
      readonly message: string;
      readonly problems?: readonly DefinitionProblem[];
    }[];
  };
}

const PUBLISH = `mutation PublishForm($definition: JSON!) {
  publishForm(definition: $definition) {
    definition { id version hash }
    errors { message ... on FormDefinitionInvalid { problems { path message } } }
  }
}`;

/** Publishes a definition at the installation that TUNET_URL names. */
export const publishForm = async (environment: Environment, file: string, options: Output): Promise<void> => {
  const text = read(file);
  const { problems } = { problems: [], ...checkDefinition(text) };
  if (problems.length > 0) return tell(problems, options, file);
  const client = await openRegistryClient(environment, "/graphql");
  const { publishForm: answer } = await client.ask<Published>(PUBLISH, { definition: JSON.parse(text) });
  const [error] = answer.errors;
  if (error?.problems !== undefined) return tell(error.problems, options, file);
  if (answer.definition === null) throw new CommandError(error?.message ?? "Nothing was published.");
  const { id, version, hash } = answer.definition;
  print(
    options.json
      ? JSON.stringify(answer.definition, null, 2)
      : `${id} is published as version ${version} (${hash.slice(0, 12)}).`,
  );
};
