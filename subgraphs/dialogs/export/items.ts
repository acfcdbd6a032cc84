import type { Call } from "../../../schema/call.js";
import { localize } from "../../../schema/localization.js";
import { isPublicParty, partyNamesOf } from "../../../schema/party-names.js";
import type { AccessDecision, AccessRequest, AuthorizationPort } from "../../../schema/ports.js";
import type { Scope } from "../../../schema/scope.js";
import type { ServiceRecord, ServicesPort } from "../../../schema/services-port.js";
import { PARTY_UUID_PREFIX } from "../../../schema/urns.js";
import { isLive } from "../live/index.js";
import { folderOf, isContentSeen, labelsOf } from "../rules/labels.js";
import { accessRefOf } from "../rules/masking.js";
import { publicPartyUrn } from "../rules/parties.js";
import type { HistoryRow } from "../store/selection.js";
import { iso, isoOrNull } from "./gaps.js";
import type { ExportedGrant, ItemRecord } from "./records.js";

/** Reasons of so many pairs of party and service are remembered. */
const MAX_REMEMBERED = 20_000;

/** Who asks, and what they may read. */
export interface ExportLook {
  readonly call: Call;
  readonly scope: Scope;
}

/** A row, and whether it belongs above what came before. */
export interface ExportedRow {
  readonly row: HistoryRow;
  readonly isLate: boolean;
}

interface ItemsParts {
  readonly authorization: AuthorizationPort;
  readonly services: ServicesPort;
}

/** Which services a party's group gives, by party. */
const servicesByParty = ({ groups }: Scope): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(
    groups.flatMap(({ parties, services }) => {
      const given = new Set(services.map(({ service }) => service));
      return parties.map(({ urn }) => [urn, given] as const);
    }),
  );

/** Makes records of rows: with the names of services, and why the viewer may see each. One for each look. */
export const createItemRecords = ({ authorization, services }: ItemsParts, { call, scope }: ExportLook) => {
  const records = new Map<string, ServiceRecord | null>();
  const remembered = new Map<string, AccessDecision>();
  const given = servicesByParty(scope);
  const names = partyNamesOf(scope);

  const learnServices = async (rows: readonly HistoryRow[]): Promise<void> => {
    const unknown = [...new Set(rows.map(({ serviceResource }) => serviceResource))].filter(
      (id) => !records.has(id),
    );
    if (unknown.length === 0) return;
    const found = await services.servicesByIds(call, unknown);
    for (const id of unknown) records.set(id, found.get(id) ?? null);
  };

  /** The same for all of a party's items of a service, but for those that were given by themselves. */
  const questionOf = (row: HistoryRow): AccessRequest => ({
    party: row.party,
    service: row.serviceResource,
    action: "read",
    instanceRef: given.get(row.party)?.has(row.serviceResource) === true ? null : accessRefOf(scope, row),
    attribute: null,
  });
  const keyOf = ({ party, service, instanceRef }: AccessRequest): string =>
    `${party} ${service} ${instanceRef ?? ""}`;

  const learnReasons = async (rows: readonly HistoryRow[]): Promise<void> => {
    if (remembered.size > MAX_REMEMBERED) remembered.clear();
    const unknown = new Map(rows.map(questionOf).map((question) => [keyOf(question), question]));
    for (const key of remembered.keys()) unknown.delete(key);
    if (unknown.size === 0) return;
    const decisions = await authorization.decide(call, [...unknown.values()]);
    [...unknown.keys()].forEach((key, index) => {
      const decision = decisions[index];
      if (decision !== undefined) remembered.set(key, decision);
    });
  };

  const viaOf = (via: string | null): string | null => {
    if (via === null || isPublicParty(via)) return via;
    const id = names.idByUrn.get(via);
    return id === undefined ? null : PARTY_UUID_PREFIX + id;
  };
  const grantsOf = (row: HistoryRow): ExportedGrant[] =>
    (remembered.get(keyOf(questionOf(row)))?.grants ?? []).map(({ grantType, subject, name, via }) => ({
      grantType,
      subject,
      name: localize(name, call.language),
      via: viaOf(via),
    }));

  const recordOf = (
    { row, isLate }: ExportedRow,
    asOfSources: ReadonlyMap<string, string | null>,
  ): ItemRecord => {
    const service = records.get(row.serviceResource);
    const text = (value: HistoryRow["title"] | null) => localize(value, call.language);
    return {
      record: "item",
      id: row.id,
      party: publicPartyUrn(row.party, names),
      owner: row.org,
      ownerName: text(service?.owner.name ?? null),
      service: row.serviceResource,
      serviceName: text(service?.name ?? null),
      title: text(row.title),
      summary: text(row.summary),
      senderName: text(row.senderName),
      status: row.status,
      extendedStatus: text(row.extendedStatus),
      externalReference: row.externalReference,
      process: row.process,
      createdAt: iso(row.createdAt),
      contentUpdatedAt: iso(row.contentUpdatedAt),
      dueAt: isoOrNull(row.dueAt),
      folder: folderOf(row),
      systemLabels: labelsOf(row.systemLabels),
      isContentSeen: isContentSeen(row),
      attachmentCount: row.guiAttachmentCount,
      isRedacted: row.isRedacted,
      requiredAuthenticationLevel: row.requiredLevel,
      source: row.sourceId,
      sourceStatus: row.sourceStatus,
      asOf: asOfSources.get(row.sourceId) ?? null,
      access: grantsOf(row),
      url: isLive(row) ? row.live.item.url : null,
      isLate,
    };
  };

  return async (
    exported: readonly ExportedRow[],
    asOfSources: ReadonlyMap<string, string | null>,
  ): Promise<ItemRecord[]> => {
    const rows = exported.map(({ row }) => row);
    await learnServices(rows);
    await learnReasons(rows);
    return exported.map((one) => recordOf(one, asOfSources));
  };
};
