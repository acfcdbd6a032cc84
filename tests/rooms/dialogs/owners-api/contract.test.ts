import { expect, it } from "vitest";
import { ownersOperations } from "../../../../subgraphs/dialogs/owners-api/index.js";
import type { OwnersApi } from "../../../../subgraphs/dialogs/owners-api/operations.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import type { Exchange } from "./api.js";
import {
  BODIES_WITHOUT_SCHEMA,
  NEVER_ANSWERED,
  NEVER_GIVEN,
  NEVER_SENT,
  UNPUBLISHED_OPERATIONS,
  UNPUBLISHED_PARAMETERS,
  UNPUBLISHED_STATUSES,
} from "./differences.js";
import {
  type PublishedOperation,
  propertiesIn,
  propertiesOf,
  publishedOperations,
  violationsOf,
} from "./openapi.js";
import { tellStory } from "./story.js";

const ours = (): string[] =>
  ownersOperations({} as OwnersApi).map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);

const segments = (path: string): string[] => path.split("/");

/** The operation that a request was for, by its path: words before places. */
const operationOf = ({ method, path }: Exchange): string => {
  const parts = segments(path);
  const fits = ours()
    .filter((name) => name.startsWith(`${method} `))
    .filter((name) => {
      const places = segments(name.slice(method.length + 1));
      return (
        places.length === parts.length &&
        places.every((place, index) => place.startsWith("{") || place === parts[index])
      );
    })
    .sort((one, other) => one.split("{").length - other.split("{").length);
  return fits[0] ?? `${method} ${path}`;
};

const isSuccess = ({ answer }: Exchange): boolean => answer.status < 300;

const requestSchema = (operation: PublishedOperation) =>
  operation.requestBody?.content?.["application/json"]?.schema;

/** What of a request is not as the document has it; only requests that were carried out must be. */
const requestProblems = (name: string, operation: PublishedOperation, exchange: Exchange): string[] => {
  const parameters = operation.parameters ?? [];
  const sent = new URLSearchParams(exchange.query);
  const unknown = [...sent.keys()].filter(
    (key) =>
      !(key in UNPUBLISHED_PARAMETERS) &&
      !parameters.some((p) => p.in === "query" && p.name.toLowerCase() === key.toLowerCase()),
  );
  const schema = requestSchema(operation);
  const isBodyChecked = isSuccess(exchange) && (schema !== undefined || exchange.sent !== undefined);
  return [
    ...unknown.map((key) => `${name}: the parameter ${key} is not published`),
    ...(isBodyChecked
      ? violationsOf(schema ?? {}, exchange.sent).map((problem) => `${name}: sent${problem}`)
      : []),
  ];
};

const isIntended = (
  list: typeof UNPUBLISHED_STATUSES | typeof NEVER_GIVEN,
  name: string,
  status: number,
): boolean => list.some((entry) => entry.status === status && entry.operations.includes(name));

/** What of an answer is not as the document has it. */
const answerProblems = (name: string, operation: PublishedOperation, exchange: Exchange): string[] => {
  const { status, headers, body } = exchange.answer;
  const response = operation.responses[status];
  const at = `${name}: ${status}`;
  if (response === undefined) {
    if (!isIntended(UNPUBLISHED_STATUSES, name, status)) return [`${at} is not published`];
    return violationsOf({ $ref: "#/components/schemas/ProblemDetails" }, body).map((p) => `${at}${p}`);
  }
  const missing = Object.keys(response.headers ?? {}).filter((header) => !(header.toLowerCase() in headers));
  const problems = missing.map((header) => `${at} lacks the header ${header}`);
  const [[type, content] = []] = Object.entries(response.content ?? {});
  if (type === undefined || content === undefined) {
    const hasBody = body !== undefined && !(status in BODIES_WITHOUT_SCHEMA);
    return hasBody ? [...problems, `${at} has a body`] : problems;
  }
  const sentType = String(headers["content-type"]).split(";")[0];
  // A patch's refusals are published as application/json; they are problem details all the same.
  const isType = sentType === type || (status >= 400 && sentType === "application/problem+json");
  return [
    ...problems,
    ...(isType ? [] : [`${at} is ${sentType}, not ${type}`]),
    ...violationsOf(content.schema, body).map((problem) => `${at}${problem}`),
  ];
};

describeOnBothDatabases("the published OpenAPI document", (dialect) => {
  it("describes every request and answer of a whole life of dialogs, and nothing in it is left out", async () => {
    const exchanges = (await tellStory(dialect)).map((exchange) => ({
      ...exchange,
      name: operationOf(exchange),
    }));

    const problems: string[] = [];
    const given = new Map<string, Set<number>>();
    const parameters = new Map<string, Set<string>>();
    const [answered, asked] = [new Set<string>(), new Set<string>()];
    for (const exchange of exchanges) {
      const { name, answer, query, sent } = exchange;
      const operation = publishedOperations.get(name);
      if (operation === undefined) {
        if (!(name in UNPUBLISHED_OPERATIONS)) problems.push(`${name} is not published`);
        continue;
      }
      problems.push(
        ...requestProblems(name, operation, exchange),
        ...answerProblems(name, operation, exchange),
      );
      given.set(name, (given.get(name) ?? new Set()).add(answer.status));
      const content = Object.values(operation.responses[answer.status]?.content ?? {})[0];
      if (content !== undefined) propertiesIn(content.schema, answer.body, answered);
      if (!isSuccess(exchange)) continue;
      const schema = requestSchema(operation);
      if (schema !== undefined) propertiesIn(schema, sent, asked);
      const names = parameters.get(name) ?? new Set();
      for (const key of new URLSearchParams(query).keys()) names.add(key.toLowerCase());
      parameters.set(name, names);
    }

    const unseen = [...publishedOperations].flatMap(([name, operation]) => [
      ...Object.keys(operation.responses)
        .map(Number)
        .filter((status) => !given.get(name)?.has(status) && !isIntended(NEVER_GIVEN, name, status))
        .map((status) => `${name}: ${status} was never given`),
      ...(operation.parameters ?? [])
        .filter((p) => p.in === "query" && !parameters.get(name)?.has(p.name.toLowerCase()))
        .map((p) => `${name}: the parameter ${p.name} was never sent`),
    ]);
    const answerable = new Set<string>();
    const askable = new Set<string>();
    for (const operation of publishedOperations.values()) {
      const schema = requestSchema(operation);
      if (schema !== undefined) propertiesOf(schema, askable);
      for (const { content } of Object.values(operation.responses)) {
        for (const { schema: answerSchema } of Object.values(content ?? {})) {
          propertiesOf(answerSchema, answerable);
        }
      }
    }
    const isExempt = (property: string): boolean =>
      property in NEVER_ANSWERED || property.startsWith("ProblemDetails_Error.");
    expect({
      problems: [...new Set(problems)],
      unseen,
      neverAnswered: [...answerable].filter((property) => !answered.has(property) && !isExempt(property)),
      neverSent: [...askable].filter((property) => !asked.has(property) && !(property in NEVER_SENT)),
    }).toEqual({ problems: [], unseen: [], neverAnswered: [], neverSent: [] });

    const stale = [
      ...UNPUBLISHED_STATUSES.flatMap(({ status, operations }) =>
        operations
          .filter(
            (name) =>
              publishedOperations.get(name)?.responses[status] !== undefined || !given.get(name)?.has(status),
          )
          .map((name) => `${name}: ${status}`),
      ),
      ...NEVER_GIVEN.flatMap(({ status, operations }) =>
        operations
          .filter(
            (name) =>
              publishedOperations.get(name)?.responses[status] === undefined || given.get(name)?.has(status),
          )
          .map((name) => `${name}: ${status}`),
      ),
      ...Object.keys(NEVER_ANSWERED).filter(
        (property) => !answerable.has(property) || answered.has(property),
      ),
      ...Object.keys(NEVER_SENT).filter((property) => !askable.has(property) || asked.has(property)),
      ...Object.keys(UNPUBLISHED_OPERATIONS).filter((name) => publishedOperations.has(name)),
      ...Object.keys(UNPUBLISHED_PARAMETERS).filter(
        (name) => !exchanges.some((exchange) => new URLSearchParams(exchange.query).has(name)),
      ),
    ];
    expect(stale, "differences that are listed, but are not there").toEqual([]);
  });
});

it("has the same operations as ours, but for those that are listed", () => {
  expect(ours().sort()).toEqual(
    [...publishedOperations.keys(), ...Object.keys(UNPUBLISHED_OPERATIONS)].sort(),
  );
});
