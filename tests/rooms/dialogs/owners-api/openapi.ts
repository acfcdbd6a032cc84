import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv, type ValidateFunction } from "ajv";
import ajvFormats from "ajv-formats";

/** An OpenAPI 3.0 schema, as far as the published document uses it. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
  readonly headers?: Readonly<Record<string, unknown>>;
}

export interface PublishedOperation {
  readonly operationId: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: "path" | "query" | "header";
    readonly required?: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, PublishedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const METHODS = ["get", "post", "put", "patch", "delete"];
const PREFIX = "/api/v1/serviceowner";
const file = createRequire(import.meta.url).resolve("@digdir/dialogporten-schema/swagger.verified.json");
/** The published document; it begins with a byte order mark. */
export const published: Document = JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));

/** Every published operation for service owners, by `GET /dialogs/{dialogId}`. */
export const publishedOperations: ReadonlyMap<string, PublishedOperation> = new Map(
  Object.entries(published.paths).flatMap(([path, methods]) =>
    path.startsWith(`${PREFIX}/`)
      ? Object.entries(methods)
          .filter(([method]) => METHODS.includes(method))
          .map(([method, operation]) => [`${method.toUpperCase()} ${path.slice(PREFIX.length)}`, operation])
      : [],
  ),
);

/** An OpenAPI 3.0 schema as JSON Schema: `nullable` is a type of its own there. */
const jsonSchemaOf = (schema: Schema): object => {
  const { nullable, $ref, ...rest } = schema;
  const own = $ref === undefined ? convert(rest) : { $ref: $ref.replace("#/components/schemas/", "api#/") };
  return nullable === true ? { anyOf: [{ type: "null" }, own] } : own;
};

const convert = ({ items, properties, additionalProperties, oneOf, allOf, ...rest }: Schema): object => {
  const { type, format } = rest;
  return {
    ...(type === undefined ? {} : { type }),
    ...(format === undefined ? {} : { format }),
    ...(rest.enum === undefined ? {} : { enum: rest.enum }),
    ...(items === undefined ? {} : { items: jsonSchemaOf(items) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, property]) => [name, jsonSchemaOf(property)]),
          ),
        }),
    ...(additionalProperties === undefined
      ? {}
      : {
          additionalProperties:
            typeof additionalProperties === "boolean" || additionalProperties.type === undefined
              ? additionalProperties !== false
              : jsonSchemaOf(additionalProperties),
        }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map(jsonSchemaOf) }),
    ...(allOf === undefined ? {} : { allOf: allOf.map(jsonSchemaOf) }),
  };
};

const ajv = new Ajv({ strict: false, allErrors: true });
ajvFormats.default(ajv);
ajv.addFormat("guid", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
ajv.addSchema({
  $id: "api",
  ...Object.fromEntries(
    Object.entries(published.components.schemas).map(([name, schema]) => [name, jsonSchemaOf(schema)]),
  ),
});

const validators = new Map<Schema, ValidateFunction>();

/** What of a value is not as a schema has it; `[]` where nothing is. */
export const violationsOf = (schema: Schema, value: unknown): string[] => {
  const validate = validators.get(schema) ?? ajv.compile(jsonSchemaOf(schema));
  validators.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    `${instancePath} ${message} ${JSON.stringify(params)}`.trim(),
  );
};

const resolved = (schema: Schema): readonly [string | null, Schema] => {
  const inner = schema.oneOf?.[0] ?? schema.allOf?.[0] ?? schema;
  const name = inner.$ref?.replace("#/components/schemas/", "") ?? null;
  return [name, name === null ? inner : (published.components.schemas[name] ?? {})];
};

/** Every property of the named schemas that a schema holds, as `Schema.property`. */
export const propertiesOf = (schema: Schema, seen: Set<string> = new Set()): Set<string> => {
  const [name, inner] = resolved(schema);
  if (inner.items !== undefined) propertiesOf(inner.items, seen);
  for (const [key, property] of Object.entries(inner.properties ?? {})) {
    const id = `${name}.${key}`;
    if (seen.has(id)) continue;
    seen.add(id);
    propertiesOf(property, seen);
  }
  return seen;
};

/** Those of them that a value has, with something in them. */
export const propertiesIn = (schema: Schema, value: unknown, seen: Set<string> = new Set()): Set<string> => {
  const [name, inner] = resolved(schema);
  if (Array.isArray(value)) {
    for (const item of value) propertiesIn(inner.items ?? {}, item, seen);
    return seen;
  }
  if (typeof value !== "object" || value === null) return seen;
  for (const [key, property] of Object.entries(inner.properties ?? {})) {
    const held = (value as Partial<Record<string, unknown>>)[key];
    if (held === undefined || held === null) continue;
    seen.add(`${name}.${key}`);
    propertiesIn(property, held, seen);
  }
  return seen;
};
