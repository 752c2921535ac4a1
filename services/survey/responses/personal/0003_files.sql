-- Files that people answered with, those of their former versions among them. What they are
-- is in the rows, which name them by their hashes.
CREATE TABLE answer_file (
  pseudonym TEXT NOT NULL, -- as in personal_response
  sha256 BLOB NOT NULL,    -- of the content
  content BLOB NOT NULL,
  PRIMARY KEY (pseudonym, sha256)
) STRICT, WITHOUT ROWID;
