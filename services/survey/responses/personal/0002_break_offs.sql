-- Drafts that were never handed in when the wave was closed: they are deleted, and this is what
-- is left of them. Nothing of it leads to a person.
CREATE TABLE draft_break_off (
  section INTEGER NOT NULL PRIMARY KEY, -- number, from 1, of the section of the last answer
  drafts INTEGER NOT NULL               -- how many
) STRICT, WITHOUT ROWID;
