-- Whose pseudonyms are in a study; see study_files.h.
CREATE TABLE study_names (
  name TEXT NOT NULL PRIMARY KEY, -- resource name of the study; the only row
  has_material INTEGER NOT NULL   -- 1 once the material has its name too
) STRICT, WITHOUT ROWID;
CREATE TABLE participant_name (
  case_id TEXT NOT NULL,
  pseudonym TEXT NOT NULL,
  person TEXT NOT NULL,
  contact TEXT NOT NULL,
  erase_day INTEGER NOT NULL, -- first day on which it is erased, in days since 1970
  PRIMARY KEY (case_id, pseudonym)
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_name_by_day ON participant_name (erase_day);
