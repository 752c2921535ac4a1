-- Who was invited to one wave. Rows have the same width whatever becomes of an
-- invitation, so that using one changes a flag where it lies.
CREATE TABLE ledger (
  name TEXT NOT NULL PRIMARY KEY -- resource name of the wave; the only row
) STRICT, WITHOUT ROWID;
CREATE TABLE invitation (
  token_hash BLOB NOT NULL PRIMARY KEY, -- SHA-256 of the token
  recipient BLOB NOT NULL UNIQUE,       -- reference of the inviting system, filled up to 64 bytes
  stratum TEXT NOT NULL,                -- code of a stratum of the population; may be empty
  used INTEGER NOT NULL,                -- 1: answers were stored with it
  shown INTEGER NOT NULL,               -- 1: others may see that it was used; see wave_pair.h
  bounced INTEGER NOT NULL,             -- 1: did not reach anybody
  opted_out INTEGER NOT NULL,           -- 1: wants no reminder
  revoked INTEGER NOT NULL              -- 1: is not accepted
) STRICT, WITHOUT ROWID;
-- What is left of the invitations once the wave is closed.
CREATE TABLE tally (
  stratum TEXT NOT NULL PRIMARY KEY,
  invited INTEGER NOT NULL,
  used INTEGER NOT NULL,
  bounced INTEGER NOT NULL,
  opted_out INTEGER NOT NULL,
  revoked INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
