-- One row per resource, whatever its kind. Names begin with their owner.
CREATE TABLE resource (
  kind TEXT NOT NULL,        -- full name of the message
  name TEXT NOT NULL,        -- resource name
  content BLOB NOT NULL,     -- the message, without its etag
  revision INTEGER NOT NULL, -- from 1; the etag follows from it
  PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;
