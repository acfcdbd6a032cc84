import { type FieldDefinitionNode, parseType, print } from "graphql";
import type { Arguments, Shape } from "../contract.js";
import { ANY_TYPE, isRequired, isWithin, namedTypeOf, type SourceDocument } from "./document.js";
import type { Note } from "./sdl-problem.js";

const wantedType = (type: string) => parseType(type.replaceAll("*", ANY_TYPE));

/** The arguments that Tunet asks a field with, and none that it would have to give besides. */
export const checkArguments = (
  field: FieldDefinitionNode,
  wanted: Arguments,
  optional: Arguments,
  note: Note,
): void => {
  const name = field.name.value;
  const given = new Map((field.arguments ?? []).map((argument) => [argument.name.value, argument]));
  for (const [argument, type] of Object.entries({ ...wanted, ...optional })) {
    const own = given.get(argument);
    if (own === undefined) {
      if (Object.hasOwn(optional, argument)) continue;
      note(
        "SOURCE_ARGUMENT",
        `${name}(${argument})`,
        field,
        `${name} has no argument ${argument}: ${type}. Add it.`,
      );
      // A variable of the contract's type must fit: the argument may take more, never less.
    } else if (!isWithin(wantedType(type), own.type)) {
      note(
        "SOURCE_ARGUMENT",
        `${name}(${argument})`,
        own,
        `${name}(${argument}) is ${print(own.type)}; it must take ${type}.`,
      );
    }
  }
  for (const [argument, own] of given) {
    if (Object.hasOwn(wanted, argument) || Object.hasOwn(optional, argument) || !isRequired(own)) continue;
    note(
      "SOURCE_ARGUMENT",
      `${name}(${argument})`,
      own,
      `Nobody gives ${name}(${argument}): take it away, or let it be left out.`,
    );
  }
};

const checkShape = (document: SourceDocument, field: FieldDefinitionNode, shape: Shape, note: Note): void => {
  const type = namedTypeOf(field.type);
  const fields = document.types.get(type);
  if (fields === undefined) {
    note(
      "SOURCE_FIELD",
      type,
      field,
      `${field.name.value} must answer an object of a type of your own; ${print(field.type)} is none.`,
    );
    return;
  }
  for (const [name, wanted] of Object.entries(shape)) {
    const own = fields.find((one) => one.name.value === name);
    const at = `${type}.${name}`;
    const told = wanted.type.replaceAll("*", "a type of your own");
    if (own === undefined) note("SOURCE_FIELD", at, field, `${type} has no field ${name}: ${told}. Add it.`);
    else if (!isWithin(own.type, wantedType(wanted.type))) {
      note("SOURCE_FIELD", at, own, `${at} is ${print(own.type)}; it must be ${told}.`);
    } else if ((own.arguments ?? []).some(isRequired)) {
      note("SOURCE_FIELD", at, own, `${at} is asked for without arguments: let them be left out.`);
    } else if (wanted.fields !== undefined) checkShape(document, own, wanted.fields, note);
  }
};

/** What a root field answers. */
export const checkAnswer = (
  document: SourceDocument,
  field: FieldDefinitionNode,
  shape: Shape,
  note: Note,
): void => {
  const { name, type } = field;
  if (isWithin(type, wantedType("*"))) {
    checkShape(document, field, shape, note);
    return;
  }
  note(
    "SOURCE_FIELD",
    namedTypeOf(type),
    field,
    `${name.value} must answer one object; ${print(type)} is a list.`,
  );
};

/** Clients read the history: what Tunet alone is to ask for is not to be seen by them. */
export const checkHidden = (field: FieldDefinitionNode, root: string, note: Note): void => {
  if ((field.directives ?? []).some(({ name }) => name.value === "inaccessible")) return;
  const at = `${root}.${field.name.value}`;
  note("SOURCE_OPEN", at, field, `Clients could ask for ${at} themselves. Mark it @inaccessible.`);
};
