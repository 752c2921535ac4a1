-- The answers. The key is random, so the order of rows tells nothing; there is
-- no time, no sequence and no rowid.
CREATE TABLE response (
  wave TEXT NOT NULL,        -- resource name of the wave
  response_id TEXT NOT NULL, -- random UUID of the client
  answers BLOB NOT NULL,     -- StoredResponse
  PRIMARY KEY (wave, response_id)
) STRICT, WITHOUT ROWID;
