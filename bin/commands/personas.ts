import { personas } from "../../demo/index.js";
import type { Environment } from "../../lib/config.js";
import { CommandError } from "../command-error.js";
import { openIssuer } from "../demo.js";
import { parseSettings } from "../settings.js";

/** Prints whom one can sign in as. */
export const listPersonas = ({ json = false }: { json?: boolean }): void => {
  if (json) {
    console.log(
      JSON.stringify(
        personas.map(({ name, label, description }) => ({ name, label, description })),
        null,
        2,
      ),
    );
    return;
  }
  const width = Math.max(...personas.map(({ name }) => name.length));
  for (const { name, label, description } of personas) {
    console.log(`${name.padEnd(width)}  ${label}\n${" ".repeat(width)}  ${description}`);
  }
};

/** Prints a token for a persona and nothing else, so that it can stand in a command. */
export const printToken = async (environment: Environment, options: { persona: string }): Promise<void> => {
  const persona = personas.find(({ name }) => name === options.persona);
  if (persona === undefined) {
    throw new CommandError(
      `There is no persona "${options.persona}". There are: ${personas.map(({ name }) => name).join(", ")}.`,
    );
  }
  const issuer = await openIssuer(parseSettings(environment));
  console.log((await issuer.token(persona)).token);
};
