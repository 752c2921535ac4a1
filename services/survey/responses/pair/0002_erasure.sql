-- What was erased of the answers of one wave.
CREATE TABLE erasure (
  salt BLOB NOT NULL PRIMARY KEY, -- random; one row, once something was erased
  rows INTEGER NOT NULL           -- erased responses that open waves still count
) STRICT, WITHOUT ROWID;
-- Whole responses that are never taken again, whether they were there or not. The key is a
-- hash under the salt, so the order of rows tells nothing.
CREATE TABLE erased (
  hash BLOB NOT NULL PRIMARY KEY -- SHA-256 of the salt and the id
) STRICT, WITHOUT ROWID;
-- Questions and items whose answers are not kept of anybody.
CREATE TABLE erased_code (
  code TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
