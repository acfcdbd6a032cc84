-- The words of each dialog, by dialog.seq. Keeps no text of its own (content=''): documents are made by
-- subgraphs/dialogs/rules/search-document.ts, already folded, so the tokenizer has only to split at spaces.
CREATE VIRTUAL TABLE dialog_search USING fts5(
  scope, open, closed,
  content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0"
);
--> statement-breakpoint
CREATE TRIGGER dialog_search_follows_dialog AFTER DELETE ON dialog BEGIN
  DELETE FROM dialog_search WHERE rowid = old.seq;
END;
