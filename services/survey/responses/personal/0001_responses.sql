-- The answers of one wave that is confidential or with names, one row for each person. Of
-- a confidential wave nothing here leads to a person without the key of the survey; see
-- personal_wave.h.
CREATE TABLE personal_wave (
  name TEXT NOT NULL PRIMARY KEY, -- resource name; the only row
  identity INTEGER NOT NULL,      -- Wave.Identity
  key_sha256 BLOB NOT NULL,       -- of the key of the survey that its pseudonyms are made with
  closed INTEGER NOT NULL         -- 1: takes nothing more
) STRICT, WITHOUT ROWID;
CREATE TABLE personal_response (
  pseudonym TEXT NOT NULL PRIMARY KEY, -- of the person, or the recipient
  response_id TEXT NOT NULL UNIQUE,    -- random UUID of the client
  state INTEGER NOT NULL,              -- 1: draft, 2: submitted, 3: withdrawn
  version INTEGER NOT NULL,            -- of what was submitted, from 1; 0 of a draft
  revision INTEGER NOT NULL,           -- goes up with each change, from 1
  answers BLOB NOT NULL,               -- see engine/response_row.h; empty if withdrawn
  opened_by BLOB NOT NULL,             -- keyed hash of the token that it came with
  withdrawal BLOB UNIQUE,              -- SHA-256 of the code with which it is withdrawn
  first_time INTEGER NOT NULL,         -- when it was first stored, in seconds since 1970
  last_time INTEGER NOT NULL           -- when it was last changed
) STRICT, WITHOUT ROWID;
-- Questions and items whose answers are not kept of anybody.
CREATE TABLE erased_question (
  code TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
-- What was submitted before it was edited.
CREATE TABLE former_version (
  pseudonym TEXT NOT NULL,
  version INTEGER NOT NULL,
  answers BLOB NOT NULL,
  last_time INTEGER NOT NULL,
  PRIMARY KEY (pseudonym, version)
) STRICT, WITHOUT ROWID;
