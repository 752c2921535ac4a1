-- Whole responses that are never taken again, whether they were there or not. The key is a
-- hash under the salt, so nothing here leads to a response that is not known.
CREATE TABLE personal_erasure (
  salt BLOB NOT NULL PRIMARY KEY -- random; one row, once something was erased
) STRICT, WITHOUT ROWID;
CREATE TABLE personal_erased (
  hash BLOB NOT NULL PRIMARY KEY -- SHA-256 of the salt and the id
) STRICT, WITHOUT ROWID;
