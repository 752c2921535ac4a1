-- What was said in one study, and what coders made of it; no names of people. Ids are made by the
-- application, times are microseconds since 1970, positions count code points; see study_files.h.
CREATE TABLE study_material (
  name TEXT NOT NULL PRIMARY KEY -- resource name of the study; the only row
) STRICT, WITHOUT ROWID;
CREATE TABLE study_text (
  text_id TEXT NOT NULL PRIMARY KEY, -- random UUID
  case_id TEXT NOT NULL,
  kind INTEGER NOT NULL,             -- StudyText.Kind
  title TEXT NOT NULL,
  language TEXT NOT NULL,
  content TEXT NOT NULL,
  code_points INTEGER NOT NULL,
  revision INTEGER NOT NULL,         -- goes up with each correction, from 1
  media BLOB NOT NULL,               -- what the caller keeps of the recordings
  create_time INTEGER NOT NULL,
  update_time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX study_text_by_case ON study_text (case_id, text_id);
CREATE TABLE study_turn (
  text_id TEXT NOT NULL,
  first INTEGER NOT NULL,
  behind INTEGER NOT NULL,
  speaker TEXT NOT NULL,  -- pseudonym, or empty
  start_ms INTEGER NOT NULL, -- in the recording; -1: not known
  end_ms INTEGER NOT NULL,
  PRIMARY KEY (text_id, first)
) STRICT, WITHOUT ROWID;
CREATE TABLE coding (
  coding_id TEXT NOT NULL PRIMARY KEY, -- random UUID
  text_id TEXT NOT NULL,
  first INTEGER NOT NULL,
  behind INTEGER NOT NULL,
  code_id TEXT NOT NULL,
  coder TEXT NOT NULL,
  create_time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX coding_by_text ON coding (text_id, first, behind, code_id, coder);
CREATE INDEX coding_by_code ON coding (code_id, text_id, first);
CREATE TABLE memo (
  memo_id TEXT NOT NULL PRIMARY KEY, -- random UUID
  text_id TEXT NOT NULL,             -- text that it is on, or that its coding is of; or empty
  case_id TEXT NOT NULL,             -- case that it is on, or that its text is of; or empty
  subject TEXT NOT NULL,             -- resource name
  first INTEGER NOT NULL,            -- -1: on no part
  behind INTEGER NOT NULL,
  coder TEXT NOT NULL,
  content TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  update_time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX memo_by_subject ON memo (subject, memo_id);
CREATE INDEX memo_by_text ON memo (text_id, memo_id);
CREATE INDEX memo_by_case ON memo (case_id, memo_id);
-- Where quotes of releases are from. It never leaves the service.
CREATE TABLE quote_source (
  release_id TEXT NOT NULL,
  wording_sha256 TEXT NOT NULL, -- of the quote's wording, by which it is known in its release
  text_id TEXT NOT NULL,
  first INTEGER NOT NULL,
  behind INTEGER NOT NULL,
  chooser TEXT NOT NULL,        -- subject of who said so
  changed INTEGER NOT NULL,     -- 1: other words stand there since
  PRIMARY KEY (release_id, wording_sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX quote_source_by_text ON quote_source (text_id, release_id, wording_sha256);
-- What releases tell of themes, and what they do not tell: what comes later is measured against it.
CREATE TABLE theme_count (
  release_id TEXT NOT NULL,
  unit INTEGER NOT NULL,    -- 0: participants, 1: cases
  code_id TEXT NOT NULL,    -- as coding.code_id
  time INTEGER NOT NULL,
  base INTEGER NOT NULL,    -- participants or cases in all
  count INTEGER NOT NULL,   -- of those, with the theme
  is_shown INTEGER NOT NULL,
  PRIMARY KEY (release_id, unit, code_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE codebook (
  codebook_id TEXT NOT NULL PRIMARY KEY,
  revision INTEGER NOT NULL, -- of the last change
  content BLOB NOT NULL      -- the codebook as it is, as the caller writes it
) STRICT, WITHOUT ROWID;
CREATE TABLE codebook_change (
  codebook_id TEXT NOT NULL,
  revision INTEGER NOT NULL, -- that it led to
  change BLOB NOT NULL,      -- what was done, as the caller writes it
  PRIMARY KEY (codebook_id, revision)
) STRICT, WITHOUT ROWID;
