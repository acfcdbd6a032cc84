import type { ArchivedService, ArchiveRecord } from "../../../subgraphs/agencies/altinn2/record.js";
import type { Register } from "../../../subgraphs/agencies/altinn2/register.js";

export const NOW = Date.parse("2026-11-20T12:00:00Z");
export const DAY = 86_400_000;
export const KARI = "urn:altinn:person:identifier-no:17858400120";
export const COMPANY = "urn:altinn:organization:identifier-no:310000026";
export const OTHER = "urn:altinn:organization:identifier-no:310000042";

const service = (
  serviceCode: string,
  name: string,
  owner: string,
  requiredLevel: number,
): ArchivedService => ({
  serviceCode,
  serviceEdition: 1,
  service: `urn:altinn:resource:${name}`,
  owner,
  requiredLevel,
});

export const SERVICES = {
  taxReturn: service("1051", "app_fjs_a2-1051-1", "fjs", 3),
  secret: service("1085", "fjs-skatteoppgjor-a2", "fjs", 4),
  accounts: service("4711", "app_vir_a2-4711-1", "vir", 3),
};

export const aRecord = (n: number, more: Partial<ArchiveRecord> = {}): ArchiveRecord => ({
  archiveReference: `AR${1_000 + n}`,
  reporteeElementId: n,
  kind: "FORM",
  party: KARI,
  serviceCode: "1051",
  serviceEdition: 1,
  status: "Arkivert",
  title: { nb: `Selvangivelse ${n}` },
  summary: null,
  sender: null,
  createdAt: NOW - (n + 1) * DAY,
  updatedAt: NOW - n * DAY,
  dueAt: null,
  attachmentCount: 0,
  movedAt: null,
  movedTo: [],
  ...more,
});

export const aRegister = (records: readonly ArchiveRecord[], more: Partial<Register> = {}): Register => ({
  closedAt: null,
  phases: [],
  services: Object.values(SERVICES),
  records,
  ...more,
});
