-- The key of the pseudonyms of one survey; see survey_key.h.
CREATE TABLE survey_key (
  survey TEXT NOT NULL PRIMARY KEY, -- resource name; the only row
  secret BLOB NOT NULL              -- 32 random bytes
) STRICT, WITHOUT ROWID;
