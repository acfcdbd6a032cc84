-- The search index with the order of the history beside it (`place`, subgraphs/dialogs/store/search/place.ts, the newest
-- first): a common word is found by walking that order. Documents are made in the program, which fills the new index for
-- dialogs that were here before (store/search/catch-up.ts). `party` is a number made of the party's URN: not every party
-- has its own.
DROP TABLE dialog_search;
--> statement-breakpoint
CREATE TABLE dialog_search (
  seq bigint PRIMARY KEY REFERENCES dialog (seq) ON DELETE CASCADE,
  place bigint NOT NULL,
  party integer NOT NULL,
  document tsvector NOT NULL
);
--> statement-breakpoint
CREATE INDEX dialog_search_document ON dialog_search USING gin (document);
--> statement-breakpoint
CREATE INDEX dialog_search_by_place ON dialog_search (place, party, seq);
--> statement-breakpoint
CREATE INDEX dialog_search_by_party ON dialog_search (party, place, seq);
--> statement-breakpoint
-- Every word that documents have, but long numbers, and in about how many (`n`): a word that is typed is looked up here,
-- and stands for the words that are found. `tail` is the stem backwards: what compounds end with.
CREATE TABLE search_word (
  word text COLLATE "C" PRIMARY KEY,
  stem text COLLATE "C" NOT NULL,
  english text COLLATE "C" NOT NULL,
  tail text COLLATE "C" NOT NULL,
  n integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX search_word_by_english ON search_word (english);
--> statement-breakpoint
CREATE INDEX search_word_by_tail ON search_word (tail);
