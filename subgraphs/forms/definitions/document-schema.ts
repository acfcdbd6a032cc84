/**
 * What an owner publishes, in JSON Schema 2020-12. What a schema can't say (that a step's task is there, that a path
 * leads to a question of the schema) is checked after it.
 */
const text = { $ref: "#/$defs/text" };
const path = { type: "string", maxLength: 500, pattern: "^(/[^/]+)+$" };
const id = { type: "string", pattern: "^[A-Za-z0-9_.-]{1,60}$" };

export const DOCUMENT_SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  required: ["id", "service", "title", "tasks", "schema", "steps"],
  additionalProperties: false,
  properties: {
    id: { type: "string", pattern: "^[a-z0-9-]{2,20}/[a-z0-9-]{2,60}$" },
    service: { type: "string", pattern: "^urn:altinn:resource:[a-z0-9_-]{4,}$" },
    title: text,
    url: { type: ["string", "null"], maxLength: 500, pattern: "^https://" },
    schema: true,
    tasks: {
      type: "array",
      minItems: 1,
      maxItems: 30,
      items: {
        type: "object",
        required: ["elementId", "type", "name"],
        additionalProperties: false,
        properties: {
          elementId: id,
          type: { enum: ["DATA", "CONFIRMATION", "SIGNING", "PAYMENT", "FEEDBACK", "REJECT"] },
          name: text,
          action: { type: "string", pattern: "^[a-z0-9-]{1,60}$" },
          when: true,
          signing: { type: "object" },
          payment: { type: "object" },
        },
      },
    },
    dataTypes: {
      type: "array",
      maxItems: 50,
      items: {
        type: "object",
        required: ["id", "title", "allowedContentTypes", "taskId", "maxSizeBytes", "minCount", "maxCount"],
        additionalProperties: false,
        properties: {
          id,
          title: text,
          allowedContentTypes: {
            type: "array",
            minItems: 1,
            maxItems: 50,
            items: { type: "string", pattern: "^[a-z0-9.+-]{1,80}/[a-z0-9.+-]{1,100}$" },
          },
          taskId: { type: ["string", "null"] },
          maxSizeBytes: { type: "integer", minimum: 1, maximum: 2_147_483_647 },
          minCount: { type: "integer", minimum: 0, maximum: 1_000 },
          maxCount: { type: "integer", minimum: 1, maximum: 1_000 },
        },
      },
    },
    steps: {
      type: "array",
      minItems: 1,
      maxItems: 100,
      items: {
        type: "object",
        required: ["id", "taskId", "title", "fields"],
        additionalProperties: false,
        properties: {
          id,
          taskId: id,
          title: text,
          guidance: text,
          when: true,
          fields: {
            type: "array",
            maxItems: 500,
            items: {
              type: "object",
              required: ["path", "label"],
              additionalProperties: false,
              properties: {
                path,
                label: text,
                guidance: text,
                when: true,
                options: { type: "object", maxProperties: 1_000, additionalProperties: text },
                messages: { type: "object", maxProperties: 40, additionalProperties: text },
              },
            },
          },
        },
      },
    },
    prefill: {
      type: "array",
      maxItems: 200,
      items: {
        type: "object",
        required: ["path", "source"],
        additionalProperties: false,
        properties: {
          path,
          source: {
            oneOf: [
              {
                type: "object",
                required: ["kind", "fact"],
                additionalProperties: false,
                properties: { kind: { const: "PARTY" }, fact: { enum: ["NAME", "ORGANIZATION_NUMBER"] } },
              },
              {
                type: "object",
                required: ["kind", "form", "path"],
                additionalProperties: false,
                properties: {
                  kind: { const: "EARLIER_SUBMISSION" },
                  form: { type: "string", maxLength: 100 },
                  path,
                },
              },
              {
                type: "object",
                required: ["kind", "of", "select"],
                additionalProperties: false,
                properties: {
                  kind: { const: "GRAPH" },
                  of: { enum: ["PARTY", "WORKSPACE"] },
                  select: { type: "string", minLength: 1, maxLength: 1_000 },
                },
              },
            ],
          },
        },
      },
    },
    checks: {
      type: "array",
      maxItems: 200,
      items: {
        type: "object",
        required: ["id", "when", "severity", "path", "text"],
        additionalProperties: false,
        properties: { id, when: true, severity: { enum: ["ERROR", "WARNING"] }, path, text },
      },
    },
    decisionRules: {
      type: "array",
      maxItems: 100,
      items: {
        type: "object",
        required: ["id", "when", "outcome", "title", "grounds"],
        additionalProperties: false,
        properties: {
          id,
          when: true,
          outcome: { enum: ["APPROVED", "REJECTED"] },
          title: text,
          grounds: text,
          legalBasis: { type: "string", maxLength: 500 },
        },
      },
    },
    presentationFields: { type: "object", maxProperties: 5, additionalProperties: path },
  },
  $defs: {
    text: {
      type: "object",
      required: ["nb", "nn", "en"],
      additionalProperties: { type: "string", minLength: 1, maxLength: 4_000 },
      maxProperties: 10,
    },
  },
} as const;
