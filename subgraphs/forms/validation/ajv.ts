import { Ajv2020 } from "ajv/dist/2020.js";
import type { RegExpEngine } from "ajv/dist/types/index.js";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { compilePattern } from "../../../lib/linear-pattern.js";
import { isOrganizationNumber } from "../../../schema/urns.js";

/** Steps that one match may take; more is no match. */
const MAX_STEPS = 2_000_000;

/** Formats that an answer may be asked in. */
export const FORMATS = ["date", "time", "date-time", "email", "uri", "uuid"] as const;
/** A Norwegian organisation number with a valid check digit. */
export const ORGANIZATION_NUMBER_FORMAT = "organization-number";

class OutOfSteps extends Error {}

/** A pattern that takes time in proportion to the text, whatever it is: JSON Schema's patterns come from outside. */
const linearPattern = (source: string) => {
  const pattern = compilePattern(source, "ECMA");
  return {
    toString: () => source, // ajv takes patterns of one text for one pattern
    test: (text: string): boolean => {
      let left = MAX_STEPS;
      try {
        return pattern(text, (steps) => {
          left -= steps;
          if (left < 0) throw new OutOfSteps();
        });
      } catch (error) {
        if (error instanceof OutOfSteps) return false;
        throw error;
      }
    },
  };
};

const engine: RegExpEngine = Object.assign(linearPattern, { code: "linearPattern" });

/** JSON Schema 2020-12 as forms use it: all problems at once, nothing fetched, no pattern that can run wild. */
export const createAjv = (): Ajv2020 => {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
    inlineRefs: false,
    messages: false,
    validateSchema: true,
    logger: false,
    code: { regExp: engine },
  });
  for (const name of FORMATS) ajv.addFormat(name, fullFormats[name]);
  ajv.addFormat(ORGANIZATION_NUMBER_FORMAT, { type: "string", validate: isOrganizationNumber });
  return ajv;
};
