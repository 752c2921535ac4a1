-- What the other two services last said. All of it is read again where it is missing.

-- A reading of the feed of a service from its start. Two while one is to replace the other.
CREATE TABLE mirror_feed (
  generation INTEGER NOT NULL PRIMARY KEY, -- stands for it in the other tables
  service TEXT NOT NULL,                   -- engagement or survey
  types TEXT NOT NULL,                     -- what the feed is asked for
  next_cursor TEXT NOT NULL,               -- where it goes on
  heard_at INTEGER NOT NULL                -- microseconds since 1970; 0: its end was not reached yet
) STRICT;

CREATE TABLE mirror_resource (
  generation INTEGER NOT NULL,
  type TEXT NOT NULL,        -- for example engagement.lotse/Goal
  name TEXT NOT NULL,
  revision INTEGER NOT NULL, -- from 1; the etag
  content BLOB NOT NULL,     -- the message, without its etag
  PRIMARY KEY (generation, type, name)
) STRICT, WITHOUT ROWID;

-- The last entry of each log that changed something.
CREATE TABLE mirror_head (
  generation INTEGER NOT NULL,
  owner TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (generation, owner)
) STRICT, WITHOUT ROWID;

-- The last answers of methods that were asked.
CREATE TABLE mirror_answer (
  question TEXT NOT NULL PRIMARY KEY, -- method and name
  revision TEXT NOT NULL,             -- of what was answered
  heard_at INTEGER NOT NULL,          -- microseconds since 1970
  content BLOB NOT NULL
) STRICT, WITHOUT ROWID;
