-- Every resource of every kind. Which part of a name is the scope, and which the
-- name, is said in address.h.
ALTER TABLE resource RENAME TO resource_0001;

CREATE TABLE kind (
  kind INTEGER NOT NULL PRIMARY KEY, -- stands for the kind in all tables
  type TEXT NOT NULL UNIQUE          -- for example engagement.lotse/Goal
) STRICT;

CREATE TABLE resource (
  scope TEXT NOT NULL,
  kind INTEGER NOT NULL,
  name TEXT NOT NULL,        -- without the scope
  content BLOB NOT NULL,     -- the message, without its etag
  revision INTEGER NOT NULL, -- from 1; the etag
  deleted INTEGER NOT NULL,  -- 1 while it is deleted and can be undeleted
  PRIMARY KEY (scope, kind, name)
) STRICT, WITHOUT ROWID;

-- Values of indexed fields in an order-preserving text; runtime/filter/value.h.
CREATE TABLE field_index (
  scope TEXT NOT NULL,
  kind INTEGER NOT NULL,
  field INTEGER NOT NULL,    -- number of the field in the message
  value TEXT NOT NULL,       -- empty for a field that is not set
  name TEXT NOT NULL,
  only_one INTEGER NOT NULL, -- 1 if no other resource may have the value
  PRIMARY KEY (scope, kind, field, value, name)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX field_index_only_one ON field_index (scope, kind, field, value)
  WHERE only_one = 1;

-- Who refers to whom, kept with the target.
CREATE TABLE link (
  scope TEXT NOT NULL,       -- of the target
  target TEXT NOT NULL,      -- name of the target without the scope
  source TEXT NOT NULL,      -- full name of the resource that refers
  field TEXT NOT NULL,       -- path of its field
  source_kind INTEGER NOT NULL,
  PRIMARY KEY (scope, target, source, field)
) STRICT, WITHOUT ROWID;

-- The change log, its content apart so that it can be destroyed. What the hashes
-- cover is said in proto/lotse/type/v1alpha/change.proto.
CREATE TABLE change (
  owner TEXT NOT NULL,
  sequence INTEGER NOT NULL, -- from 1 without gaps
  resource TEXT NOT NULL,    -- full name
  verb TEXT NOT NULL,
  actor TEXT NOT NULL,
  role TEXT NOT NULL,
  request_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  create_time INTEGER NOT NULL, -- microseconds since 1970
  digest BLOB NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (owner, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_by_resource ON change (owner, resource, revision);

CREATE TABLE change_content (
  owner TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  salt BLOB NOT NULL,
  reason TEXT NOT NULL,
  content BLOB NOT NULL,
  erased_by INTEGER NOT NULL, -- sequence of the entry that erased it; 0: whole
  PRIMARY KEY (owner, sequence)
) STRICT, WITHOUT ROWID;

-- The last entry of each log.
CREATE TABLE head (
  owner TEXT NOT NULL PRIMARY KEY,
  sequence INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Requests that were done: the entry of the log is the stored reply.
CREATE TABLE request (
  scope TEXT NOT NULL,
  actor TEXT NOT NULL,
  request_id TEXT NOT NULL,
  fingerprint BLOB NOT NULL, -- of the whole request; empty once it was erased
  owner TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY (scope, actor, request_id)
) STRICT, WITHOUT ROWID;

-- Values of the store itself.
CREATE TABLE setting (
  name TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What files hold. It is no part of the log, so that deleting a file destroys it.
CREATE TABLE blob_piece (
  scope TEXT NOT NULL,
  name TEXT NOT NULL,        -- of the resource, without the scope
  position INTEGER NOT NULL, -- of the first byte
  bytes BLOB NOT NULL,
  PRIMARY KEY (scope, name, position)
) STRICT, WITHOUT ROWID;
