-- What projects of other programs hold beyond a study, such as sets and links; see
-- qualitative/foreign/foreign.h, which has the numbers. A thing has ties to what is in the study.
CREATE TABLE foreign_thing (
  coder TEXT NOT NULL,       -- id of the coder whose import brought it, or empty
  guid TEXT NOT NULL,        -- as in the file
  kind INTEGER NOT NULL,     -- ForeignThing::Kind
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  direction TEXT NOT NULL,   -- of a link
  color TEXT NOT NULL,       -- of a link
  type INTEGER NOT NULL,     -- of a variable
  needed INTEGER NOT NULL,   -- with fewer ties that hold it, it goes
  PRIMARY KEY (coder, guid)
) STRICT, WITHOUT ROWID;
CREATE TABLE foreign_tie (
  coder TEXT NOT NULL,
  guid TEXT NOT NULL,
  number INTEGER NOT NULL,   -- the order
  role INTEGER NOT NULL,     -- ForeignTie::Role
  holds INTEGER NOT NULL,    -- 1: the thing is kept because of it
  kind INTEGER NOT NULL,     -- ForeignPlace::Kind
  target TEXT NOT NULL,      -- id of what it is to, or the key of a thing
  target_part TEXT NOT NULL, -- ForeignPlace::within
  first INTEGER NOT NULL,    -- of a part of a text
  behind INTEGER NOT NULL,
  type INTEGER NOT NULL,     -- of a value; -1: none
  value TEXT NOT NULL,
  text_id TEXT NOT NULL,     -- text that the target is, or lies on; or empty
  case_id TEXT NOT NULL,     -- case that the target is, or lies in; or empty
  PRIMARY KEY (coder, guid, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX foreign_tie_by_target ON foreign_tie (kind, target, target_part);
CREATE INDEX foreign_tie_by_text ON foreign_tie (text_id);
CREATE INDEX foreign_tie_by_case ON foreign_tie (case_id);
