-- Codings lie in the order in which they were made, which is mostly that of their texts. In that of
-- their random ids a correction, which moves all codings behind it, would rewrite a page for each.
ALTER TABLE coding RENAME TO coding_0003;
CREATE TABLE coding (
  coding_id TEXT NOT NULL PRIMARY KEY, -- random UUID
  text_id TEXT NOT NULL,
  first INTEGER NOT NULL,
  behind INTEGER NOT NULL,
  code_id TEXT NOT NULL,
  coder TEXT NOT NULL,
  create_time INTEGER NOT NULL
) STRICT;
INSERT INTO coding (coding_id, text_id, first, behind, code_id, coder, create_time)
SELECT coding_id, text_id, first, behind, code_id, coder, create_time FROM coding_0003
ORDER BY text_id, first, behind, code_id, coder;
DROP TABLE coding_0003;
CREATE UNIQUE INDEX coding_by_text ON coding (text_id, first, behind, code_id, coder);
CREATE INDEX coding_by_code ON coding (code_id, text_id, first);
