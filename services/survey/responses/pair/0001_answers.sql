-- The answers of one wave. The key is random, so the order of rows tells nothing;
-- there is no time, no sequence and no rowid.
CREATE TABLE wave (
  name TEXT NOT NULL PRIMARY KEY, -- resource name; the only row
  closed INTEGER NOT NULL         -- 1: takes nothing more
) STRICT, WITHOUT ROWID;
CREATE TABLE response (
  response_id TEXT NOT NULL PRIMARY KEY, -- random UUID of the client
  answers BLOB NOT NULL,                 -- see engine/response_row.h
  shown INTEGER NOT NULL                 -- 1: in backups; see wave_pair.h
) STRICT, WITHOUT ROWID;
