import type { Columns } from "../columns.js";
import type { ReportedFinding } from "./values.js";

/** The registry's tables. Versions, supergraphs, checks and the audit log only grow. */
export const registryTables = (c: Columns) => {
  const subgraphs = c.table("subgraph", {
    name: c.text("name").primaryKey(),
    /** Who may change it: a publisher's id. */
    owner: c.text("owner").notNull(),
    createdAt: c.moment("created_at").notNull(),
  });

  /** What was published of a subgraph; never changed. */
  const versions = c.table(
    "subgraph_version",
    {
      subgraph: c
        .text("subgraph")
        .notNull()
        .references(() => subgraphs.name),
      /** From 1. */
      number: c.int("number").notNull(),
      sdl: c.text("sdl").notNull(),
      url: c.text("url").notNull(),
      /** SHA-256 of the SDL without what does not matter in it, in hex. */
      hash: c.text("hash").notNull(),
      publishedAt: c.moment("published_at").notNull(),
      publishedBy: c.text("published_by").notNull(),
      reason: c.text("reason"),
    },
    (table) => [c.primaryKey({ columns: [table.subgraph, table.number] })],
  );

  /** What gateways serve, one after the other. The one with the highest number is served. */
  const supergraphs = c.table("supergraph", {
    /** From 1, without gaps: whoever takes the next number has won. */
    number: c.int("number").primaryKey(),
    sdl: c.text("sdl").notNull(),
    apiSdl: c.text("api_sdl").notNull(),
    /** SHA-256 of the SDL, in hex. */
    hash: c.text("hash").notNull(),
    signature: c.text("signature").notNull(),
    cause: c.text("cause").$type<"PUBLISH" | "DELETE" | "ROLLBACK">().notNull(),
    createdAt: c.moment("created_at").notNull(),
    createdBy: c.text("created_by").notNull(),
    reason: c.text("reason"),
  });

  /** Which version of which subgraph a supergraph is made of. */
  const parts = c.table(
    "supergraph_part",
    {
      supergraph: c
        .int("supergraph")
        .notNull()
        .references(() => supergraphs.number),
      subgraph: c.text("subgraph").notNull(),
      version: c.int("version").notNull(),
    },
    (table) => [c.primaryKey({ columns: [table.supergraph, table.subgraph] })],
  );

  /** What clients are told not to use any more, as it is served. */
  const deprecations = c.table("deprecation", {
    /** E.g. `Dialog.title`. */
    coordinate: c.text("coordinate").primaryKey(),
    since: c.moment("since").notNull(),
  });

  const checks = c.table(
    "check_result",
    {
      id: c.id("id").primaryKey(),
      at: c.moment("at").notNull(),
      by: c.text("by").notNull(),
      /** The subgraphs that were checked together, sorted, with commas. */
      subgraphs: c.text("subgraphs").notNull(),
      isPassed: c.bool("is_passed").notNull(),
      findings: c.json<readonly ReportedFinding[]>("findings").notNull(),
    },
    (table) => [c.index("check_result_by_time").on(table.at, table.id)],
  );

  /** A finding that somebody has overruled. */
  const approvals = c.table(
    "approval",
    {
      subgraph: c.text("subgraph").notNull(),
      findingKey: c.text("finding_key").notNull(),
      by: c.text("by").notNull(),
      reason: c.text("reason").notNull(),
      at: c.moment("at").notNull(),
    },
    (table) => [c.primaryKey({ columns: [table.subgraph, table.findingKey] })],
  );

  /** An operation that clients send, or that is trusted. */
  const operations = c.table("operation", {
    /** SHA-256 of the document, in hex, and the operation's name. */
    key: c.text("key").primaryKey(),
    document: c.text("document").notNull(),
    name: c.text("name"),
    isTrusted: c.bool("is_trusted").notNull(),
  });

  const uses = c.table(
    "operation_use",
    {
      operation: c.text("operation").notNull(),
      client: c.text("client").notNull(),
      /** Days since 1970 UTC. */
      day: c.int("day").notNull(),
      count: c.int("count").notNull(),
    },
    (table) => [
      c.primaryKey({ columns: [table.operation, table.client, table.day] }),
      c.index("operation_use_by_day").on(table.day),
    ],
  );

  /** Who did what, or tried to; written whatever became of it. */
  const audit = c.table(
    "audit",
    {
      id: c.serial("id"),
      at: c.moment("at").notNull(),
      by: c.text("by").notNull(),
      action: c.text("action").notNull(),
      subject: c.text("subject").notNull(),
      /** `DONE`, or the code of the error. */
      outcome: c.text("outcome").notNull(),
      reason: c.text("reason"),
    },
    (table) => [c.index("audit_by_subject").on(table.subject, table.id)],
  );

  return {
    subgraphs,
    versions,
    supergraphs,
    parts,
    deprecations,
    checks,
    approvals,
    operations,
    uses,
    audit,
  };
};

export type RegistryTables = ReturnType<typeof registryTables>;
type Row<Name extends keyof RegistryTables> = RegistryTables[Name]["$inferSelect"];
export type VersionRow = Row<"versions">;
export type SupergraphRow = Row<"supergraphs">;
export type CheckRow = Row<"checks">;
export type ApprovalRow = Row<"approvals">;
export type AuditRow = Row<"audit">;
