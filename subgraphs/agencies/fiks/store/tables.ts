/** Records as the platform has them, and the items of the history that follow from them, written together. */
export const TABLES = `
  CREATE TABLE IF NOT EXISTS municipality (
    id TEXT PRIMARY KEY,
    municipality TEXT NOT NULL,
    capabilities TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS record (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS item (
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    record_kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    municipality_id TEXT NOT NULL,
    party TEXT NOT NULL,
    service TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    required_level INTEGER NOT NULL,
    available_until INTEGER,
    read_at INTEGER,
    can_be_answered INTEGER NOT NULL,
    words TEXT NOT NULL,
    item TEXT NOT NULL,
    PRIMARY KEY (source, id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS item_newest ON item (source, party, service, updated_at DESC, id DESC);
  CREATE INDEX IF NOT EXISTS item_of_record ON item (record_kind, record_id);
  CREATE TABLE IF NOT EXISTS item_identifier (
    source TEXT NOT NULL,
    identifier TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (source, identifier, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS identifiers_of_item ON item_identifier (source, id);
  CREATE TABLE IF NOT EXISTS no_consent (party TEXT PRIMARY KEY) STRICT;
  CREATE TABLE IF NOT EXISTS done_action (
    idempotency_key TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    asked TEXT NOT NULL,
    outcome TEXT NOT NULL,
    code TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS reply_waiting (
    id TEXT PRIMARY KEY,
    municipality_id TEXT NOT NULL,
    letter_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    reply TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS reply_of_municipality ON reply_waiting (municipality_id, at, id);
  CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`;
