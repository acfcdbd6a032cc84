-- The search index in the order of the history: rowids are places (subgraphs/dialogs/store/search/place.ts), the newest
-- first, so that FTS5 gives what it finds newest first without sorting. Documents are made in the program, which fills
-- the new index for dialogs that were here before (store/search/catch-up.ts).
DROP TRIGGER dialog_search_follows_dialog;
--> statement-breakpoint
DROP TABLE dialog_search;
--> statement-breakpoint
CREATE VIRTUAL TABLE dialog_search USING fts5(
  scope, open, closed,
  content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0"
);
--> statement-breakpoint
-- Whose document is at a place. `party` is a number made of the party's URN: not every party has its own.
CREATE TABLE search_place (
  place INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE,
  party INTEGER NOT NULL
);
--> statement-breakpoint
CREATE TRIGGER dialog_search_follows_dialog AFTER DELETE ON dialog BEGIN
  DELETE FROM dialog_search WHERE rowid = (SELECT place FROM search_place WHERE seq = old.seq);
  DELETE FROM search_place WHERE seq = old.seq;
END;
--> statement-breakpoint
-- Every word that documents have, but long numbers, and in about how many (`n`): a word that is typed is looked up here,
-- and stands for the words that are found. `tail` is the stem backwards: what compounds end with.
CREATE TABLE search_word (
  word TEXT PRIMARY KEY,
  stem TEXT NOT NULL,
  english TEXT NOT NULL,
  tail TEXT NOT NULL,
  n INTEGER NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX search_word_by_english ON search_word (english);
--> statement-breakpoint
CREATE INDEX search_word_by_tail ON search_word (tail);
