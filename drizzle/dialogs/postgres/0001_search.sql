-- The words of each dialog, by dialog.seq. Documents are made by subgraphs/dialogs/rules/search-document.ts, already
-- folded: no text search configuration of the server's takes part. Weight A: open words, weight D: the others.
CREATE TABLE dialog_search (
  seq bigint PRIMARY KEY REFERENCES dialog (seq) ON DELETE CASCADE,
  document tsvector NOT NULL
);
--> statement-breakpoint
CREATE INDEX dialog_search_document ON dialog_search USING gin (document);
