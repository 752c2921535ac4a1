-- The statements over the mirror; see mirror.cc and mirror_view.cc.
-- name: Feeds
SELECT generation, service, types, next_cursor, heard_at FROM mirror_feed ORDER BY generation;
-- name: LastGeneration
SELECT generation FROM mirror_feed ORDER BY generation DESC LIMIT 1;
-- name: InsertFeed
INSERT INTO mirror_feed (generation, service, types, next_cursor, heard_at)
VALUES ($1, $2, $3, '', 0);
-- name: MoveFeed
UPDATE mirror_feed SET next_cursor = $2, heard_at = $3 WHERE generation = $1;
-- name: DeleteFeed
DELETE FROM mirror_feed WHERE generation = $1;
-- name: DeleteResources
DELETE FROM mirror_resource WHERE generation = $1;
-- name: DeleteHeads
DELETE FROM mirror_head WHERE generation = $1;
-- name: SetResource
INSERT INTO mirror_resource (generation, type, name, revision, content)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (generation, type, name)
DO UPDATE SET revision = excluded.revision, content = excluded.content;
-- name: DeleteResource
DELETE FROM mirror_resource WHERE generation = $1 AND type = $2 AND name = $3;
-- name: FindResource
SELECT revision, content FROM mirror_resource WHERE generation = $1 AND type = $2 AND name = $3;
-- name: ResourcesBetween
SELECT revision, content FROM mirror_resource
WHERE generation = $1 AND type = $2 AND name > $3 AND name < $4 ORDER BY name;
-- name: SetHead
INSERT INTO mirror_head (generation, owner, sequence, hash) VALUES ($1, $2, $3, $4)
ON CONFLICT (generation, owner) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash;
-- name: FindHead
SELECT sequence, hash FROM mirror_head WHERE generation = $1 AND owner = $2;
-- name: SetAnswer
INSERT INTO mirror_answer (question, revision, heard_at, content) VALUES ($1, $2, $3, $4)
ON CONFLICT (question) DO UPDATE SET revision = excluded.revision, heard_at = excluded.heard_at,
  content = excluded.content;
-- name: FindAnswer
SELECT revision, heard_at, content FROM mirror_answer WHERE question = $1;
-- name: DeleteAnswer
DELETE FROM mirror_answer WHERE question = $1;
-- name: DeleteAnswers
DELETE FROM mirror_answer;
-- name: SetTakenBack
INSERT INTO mirror_taken_back (question, generation, revision) VALUES ($1, $2, $3)
ON CONFLICT (question, generation) DO UPDATE SET revision = excluded.revision;
-- name: FindTakenBack
SELECT revision FROM mirror_taken_back WHERE question = $1 ORDER BY revision DESC LIMIT 1;
-- name: DeleteTakenBack
DELETE FROM mirror_taken_back WHERE generation = $1;
