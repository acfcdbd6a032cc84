import type { FormDefinitionRow } from "../../../drizzle/forms/tables.js";
import { canonicalJson, type Json } from "../../../lib/json.js";
import type { FormsContext } from "../context.js";
import { OWNER_SCOPE, ownerOf } from "../filling/acting.js";
import { sha256 } from "../rules/snapshot.js";
import {
  FormActionForbidden,
  FormConflictReason,
  FormDefinitionInvalid,
  type FormError,
  FormStateConflict,
} from "../types/form-error.js";
import type { CheckedDefinition } from "./check.js";

const forbidden = (message: string): FormError => new FormActionForbidden(message, "publish", null);

/** Why an agency may not publish this; `null` where it may. */
const ownerRefusal = async (
  { call, services }: FormsContext,
  org: string,
  { id, serviceResource }: CheckedDefinition,
): Promise<FormError | null> => {
  if (!id.startsWith(`${org}/`)) return forbidden(`Your forms are named ${org}/…; this one is ${id}.`);
  const service = (await services.servicesByIds(call, [serviceResource])).get(serviceResource);
  return service?.owner.code === org
    ? null
    : forbidden(`${serviceResource} is no service of yours. Register it in the catalogue first.`);
};

/** Publishes a form for its owner. What is wrong with it is told all at once, and nothing is published then. */
export const publishDefinition = async (
  context: FormsContext,
  text: string,
): Promise<FormDefinitionRow | FormError> => {
  const org = await ownerOf(context);
  if (org === null) {
    return forbidden(
      `Forms are published with a token of the service owner's organisation, with the scope ${OWNER_SCOPE}.`,
    );
  }
  const checked = await context.checkDefinition(text);
  if ("problems" in checked) return new FormDefinitionInvalid(checked.problems);
  const { definition } = checked;
  const refusal = await ownerRefusal(context, org, definition);
  if (refusal !== null) return refusal;
  const { viewer } = context.call;
  const published = await context.store.publish({
    ...definition,
    org,
    createdAt: context.clock(),
    hash: sha256(canonicalJson(definition as unknown as Json)),
    publishedBy: viewer.organization ?? viewer.party,
  });
  if (published !== null) {
    // Not while whoever publishes waits, nor when the first one fills it in.
    setImmediate(() => context.validators.prepare(published));
    return published;
  }
  return new FormStateConflict(
    FormConflictReason.OTHER_REVISION,
    "Somebody else has published it in this moment; try again.",
  );
};
