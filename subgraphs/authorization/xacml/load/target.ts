import { printType } from "../functions/function.js";
import type { AllOf, AnyOf, Match, Target } from "../model/policy.js";
import type { XmlElement } from "../xml/node.js";
import { illTyped, readDesignator, readFunction, readLiteral, readSelector } from "./expressions.js";
import { ElementReader, named, type Source } from "./place.js";

/** Core §5.9: a predicate over a literal and each value of an attribute. */
const readMatch = (source: Source, element: XmlElement): Match => {
  const reader = new ElementReader(source, element);
  const called = readFunction(reader, "MatchId");
  reader.noOtherAttributes();
  const children = reader.children(["AttributeValue", "AttributeDesignator", "AttributeSelector"]);
  const [value] = named(children, "AttributeValue");
  const [attribute] = named(children, "AttributeDesignator", "AttributeSelector");
  if (value === undefined || attribute === undefined || children.length !== 2) {
    throw reader.invalid(
      "one <AttributeValue> and one <AttributeDesignator> or <AttributeSelector> belong here.",
    );
  }
  const literal = readLiteral(source, value);
  const match: Match = {
    function: called,
    literal,
    source:
      attribute.localName === "AttributeDesignator"
        ? readDesignator(source, attribute)
        : readSelector(source, attribute),
  };
  checkMatch(reader, match);
  return match;
};

const checkMatch = (reader: ElementReader, { function: called, literal, source }: Match): void => {
  const { id, parameters, rest, result } = called;
  const [first, second] = parameters;
  if (
    first === undefined ||
    second === undefined ||
    parameters.length !== 2 ||
    rest !== null ||
    result.isBag
  ) {
    throw illTyped(reader, `"${id}" is not a predicate of two values, so it cannot match.`);
  }
  if (result.name !== "boolean" || first.isBag || second.isBag) {
    throw illTyped(reader, `"${id}" is not a predicate of two values, so it cannot match.`);
  }
  if (first.name !== literal.type.name || second.name !== source.type.name) {
    throw illTyped(
      reader,
      `"${id}" matches ${printType(first)} with ${printType(second)}, not ${literal.type.name} with ` +
        `${source.type.name}.`,
    );
  }
  const problem = called.problemWith?.([literal.value, null]) ?? null;
  if (problem !== null) throw illTyped(reader, `${problem}.`);
};

/** Core §5.8. */
const readAllOf = (source: Source, element: XmlElement): AllOf => {
  const reader = new ElementReader(source, element);
  const children = reader.children(["Match"]);
  if (children.length === 0) throw reader.invalid("at least one <Match> belongs here.");
  return children.map((child) => readMatch(source, child));
};

/** Core §5.7. */
const readAnyOf = (source: Source, element: XmlElement): AnyOf => {
  const reader = new ElementReader(source, element);
  const children = reader.children(["AllOf"]);
  if (children.length === 0) throw reader.invalid("at least one <AllOf> belongs here.");
  return children.map((child) => readAllOf(source, child));
};

/**
 * Core §5.6; no target at all matches everything, as an empty one does.
 * @throws DomainError
 */
export const readTarget = (source: Source, element: XmlElement | null): Target => {
  if (element === null) return [];
  return new ElementReader(source, element).children(["AnyOf"]).map((child) => readAnyOf(source, child));
};
