-- Figures that were taken back where they come from: the answers behind them were erased.
CREATE TABLE mirror_taken_back (
  question TEXT NOT NULL,
  generation INTEGER NOT NULL, -- which reading of the feed said so
  revision INTEGER NOT NULL,   -- answers of an earlier revision are not kept
  PRIMARY KEY (question, generation)
) STRICT, WITHOUT ROWID;

-- What was kept before may be among it, or personal. All of it is read again.
DELETE FROM mirror_feed;
DELETE FROM mirror_resource;
DELETE FROM mirror_head;
DELETE FROM mirror_answer;
