import type { Dialect } from "../../../drizzle/columns.js";
import type { FormDefinitionRow } from "../../../drizzle/forms/tables.js";
import type { FormContent } from "../../../drizzle/forms/values.js";
import { uuidFromName } from "../../../lib/ids.js";
import type { LocalizedText } from "../../../schema/localization.js";
import type { AccessRequest, AuthorizationPort } from "../../../schema/ports.js";
import type { Room } from "../../../schema/room.js";
import type { Scope } from "../../../schema/scope.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import type { Claims } from "../../../schema/viewer.js";
import type { FormsConfig } from "../../../subgraphs/forms/index.js";
import { askRoom, NOW, partyOf, personClaims, type RoomAnswer } from "../../kit/ask-room.js";
import { DAY, type FormsKit, openForms, PLAIN_SCOPE, serviceOf } from "./forms.js";

export const said = (nb: string, nn = nb, en = nb): LocalizedText => ({ nb, nn, en });

const field = (path: string, nb: string, more: object = {}) => ({ path, label: said(nb), ...more });

/** A small guided dialogue with conditions, checks, rules and every kind of task that needs nobody else. */
export const CONTENT: FormContent = {
  schema: {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    required: ["applicant", "kind"],
    additionalProperties: false,
    properties: {
      applicant: {
        type: "object",
        required: ["name", "phone"],
        properties: {
          name: { type: "string", minLength: 1, maxLength: 100 },
          number: { type: "string", format: "organization-number" },
          phone: { type: "string", pattern: "^\\d{8}$" },
        },
      },
      kind: { enum: ["SHED", "HOUSE"] },
      area: { type: "number", minimum: 1 },
      neighbours: {
        type: "array",
        maxItems: 5,
        items: { type: "object", required: ["name"], properties: { name: { type: "string", minLength: 1 } } },
      },
      note: { type: "string" },
    },
    if: { properties: { kind: { const: "HOUSE" } }, required: ["kind"] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { required: ["area"] },
  },
  steps: [
    {
      id: "who",
      taskId: "fill",
      title: said("Hvem", "Kven", "Who"),
      fields: [
        field("/applicant/name", "Navn"),
        field("/applicant/number", "Organisasjonsnummer"),
        {
          path: "/applicant/phone",
          label: said("Telefon", "Telefon", "Phone"),
          messages: {
            pattern: said(
              "Telefon skrives med åtte siffer.",
              "Telefon blir skrive med åtte siffer.",
              "A phone number has eight digits.",
            ),
          },
        },
      ],
    },
    {
      id: "what",
      taskId: "fill",
      title: said("Hva", "Kva", "What"),
      guidance: said("Et skur er høyst 50 m².", "Eit skur er høgst 50 m².", "A shed has at most 50 m²."),
      fields: [
        field("/kind", "Slags bygg"),
        field("/area", "Areal", { when: { "==": [{ var: "kind" }, "HOUSE"] } }),
        field("/note", "Merknad"),
      ],
    },
    {
      id: "neighbours",
      taskId: "fill",
      title: said("Naboer", "Naboar", "Neighbours"),
      when: { "==": [{ var: "kind" }, "HOUSE"] },
      fields: [field("/neighbours", "Naboer"), field("/neighbours/*/name", "Nabo")],
    },
  ],
  prefill: [
    { path: "/applicant/name", source: { kind: "PARTY", fact: "NAME" } },
    { path: "/applicant/number", source: { kind: "PARTY", fact: "ORGANIZATION_NUMBER" } },
    {
      path: "/applicant/phone",
      source: { kind: "EARLIER_SUBMISSION", form: "tst/shed", path: "/applicant/phone" },
    },
  ],
  checks: [
    {
      id: "large",
      when: { ">": [{ var: "area" }, 500] },
      severity: "WARNING",
      path: "/area",
      text: said("Uvanlig stort.", "Uvanleg stort.", "Unusually large."),
    },
  ],
  decisionRules: [
    {
      id: "shed",
      when: { "==": [{ var: "kind" }, "SHED"] },
      outcome: "APPROVED",
      title: said("Godkjent", "Godkjend", "Approved"),
      grounds: said("Et skur trenger ikke mer.", "Eit skur treng ikkje meir.", "A shed needs no more."),
      legalBasis: "pbl. § 20-4",
    },
    {
      id: "castle",
      when: { ">": [{ var: "area" }, 2000] },
      outcome: "REJECTED",
      title: said("Avslag", "Avslag", "Refused"),
      grounds: said("For stort.", "For stort.", "Too large."),
    },
  ],
  presentationFields: { kind: "/kind" },
  url: null,
};

export const FORM: FormDefinitionRow = {
  id: "tst/shed",
  version: 1,
  org: "tst",
  serviceResource: serviceOf(0),
  title: said("Bygging", "Bygging", "Building"),
  tasks: [
    { elementId: "fill", type: "DATA", name: said("Fyll ut", "Fyll ut", "Fill in") },
    { elementId: "look", type: "CONFIRMATION", name: said("Se over", "Sjå over", "Look over") },
    { elementId: "wait", type: "FEEDBACK", name: said("Behandling", "Handsaming", "Processing") },
    { elementId: "refused", type: "REJECT", name: said("Avvist", "Avvist", "Rejected") },
  ],
  dataTypes: [],
  createdAt: NOW - 100 * DAY,
  content: CONTENT,
  hash: "f".repeat(64),
  publishedBy: null,
};

export const OWNER_CLAIMS: Claims = {
  consumer: { authority: "iso6523-actorid-upis", ID: `0192:${partyOf(9).urn.slice(-9)}` },
  scope: "altinn:serviceowner",
};

/** Authorization with one scope, that permits some actions at a level. */
export const permitting = (
  scope: Scope,
  actions: readonly string[],
  asked: AccessRequest[] = [],
): AuthorizationPort => ({
  scope: async () => scope,
  decide: async (_call, requests) => {
    asked.push(...requests);
    return requests.map(({ action }) => ({
      decision: actions.includes(action) ? ("PERMIT" as const) : ("NOT_APPLICABLE" as const),
      requiredLevel: 3,
      grants: [],
    }));
  },
});

export const ALL_ACTIONS = ["instantiate", "read", "write", "confirm", "sign", "pay", "delete"];

const OWNER = { code: "tst", organization: partyOf(9).urn, name: said("Testetaten") };

/** The other rooms, as far as filling in asks them. */
export const OTHER_ROOMS: Partial<FormsConfig> = {
  services: {
    servicesByIds: async () => new Map(),
    familiesOf: async () => new Map(),
    ownerByOrganization: async (_call, organization) => (organization === OWNER.organization ? OWNER : null),
  },
  parties: {
    partiesByUrns: async (_call, urns) =>
      new Map(
        [0, 1, 2, 3].flatMap((index) => {
          const { urn, id } = partyOf(index);
          const person = PERSON_PREFIX + String(personClaims(index)["pid"]);
          const known = [
            { urn, id, partyId: 510_001 + index, name: `Firma ${index}` },
            { urn: person, id: uuidFromName(person), partyId: 610_001 + index, name: `Ola Person${index}` },
          ];
          return known.flatMap((party) => (urns.includes(party.urn) ? [[party.urn, party] as const] : []));
        }),
      ),
  },
};

const INSTANCE = `id revision state answers currentTask { id } currentStep { id } missing { path code stepId message }
  problems { path severity } receipts { number hash } decisions { outcome ruleId values { path value } passedOver legalBasis }
  prefilled { path source } substatus { label description }`;

const ERRORS = `errors { __typename message ... on FormStateConflict { reason } ... on FormActionForbidden { action requiredLevel }
  ... on FormAnswersInvalid { problems { path code } } }`;

/** A person, or the owner, at one room. */
export class Filler {
  readonly room: Room;
  readonly claims: Claims;

  constructor(room: Room, claims: Claims = personClaims(0)) {
    this.room = room;
    this.claims = claims;
  }

  async ask(source: string, variables: object = {}): Promise<RoomAnswer> {
    const answer = await askRoom(
      this.room,
      source,
      { ...variables },
      { claims: this.claims, language: "en" },
    );
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
    return answer;
  }

  /** What a mutation answers: its only field. */
  async #mutate(field: string, variables: string, values: object, more = "") {
    const source = `mutation(${variables}) { it: ${field} { instance { ${INSTANCE} } ${more} ${ERRORS} } }`;
    return (await this.ask(source, values)).data.it;
  }

  start(input: object = {}) {
    const values = { input: { form: "tst/shed", party: partyOf(0).urn, ...input } };
    return this.#mutate("startForm(input: $input)", "$input: StartFormInput!", values);
  }

  save(id: string, revision: number, answers: object, changes: readonly object[] = []) {
    const values = { input: { id, revision, answers, changes } };
    const more = "conflicts { path yours theirs }";
    return this.#mutate("saveFormAnswers(input: $input)", "$input: SaveFormAnswersInput!", values, more);
  }

  next(id: string) {
    return this.#mutate("nextFormStep(id: $id)", "$id: ID!", { id });
  }

  back(id: string, discardSignatures = false) {
    const field = "previousFormStep(id: $id, discardSignatures: $discardSignatures)";
    return this.#mutate(field, "$id: ID!, $discardSignatures: Boolean!", { id, discardSignatures });
  }

  submit(id: string, revision: number) {
    return this.#mutate("submitForm(id: $id, revision: $revision)", "$id: ID!, $revision: Int!", {
      id,
      revision,
    });
  }

  named(field: "deleteForm" | "undeleteForm" | "copyForm" | "confirmForm", id: string, more = "") {
    return this.#mutate(`${field}(id: $id ${more})`, "$id: ID!", { id });
  }

  feedback(input: object) {
    return this.#mutate("giveFormFeedback(input: $input)", "$input: FormFeedbackInput!", { input });
  }
}

export interface FillingKit extends FormsKit {
  readonly person: Filler;
  readonly owner: Filler;
  /** Everything that authorization was asked. */
  readonly asked: AccessRequest[];
  as(actions: readonly string[], scope?: Scope, claims?: Claims): Filler;
}

/** A room in which the first person fills in for the first party. */
export const openFilling = async (
  dialect: Dialect,
  definitions: readonly FormDefinitionRow[] = [FORM],
): Promise<FillingKit> => {
  const kit = await openForms(dialect, [], definitions);
  const asked: AccessRequest[] = [];
  const as = (actions: readonly string[], scope = PLAIN_SCOPE, claims = personClaims(0)): Filler =>
    new Filler(kit.roomFor(permitting(scope, actions, asked), OTHER_ROOMS), claims);
  const nobody: Scope = { level: 3, groups: [], instances: [] };
  return { ...kit, asked, as, person: as(ALL_ACTIONS), owner: as([], nobody, OWNER_CLAIMS) };
};
