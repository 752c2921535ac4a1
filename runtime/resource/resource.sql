-- The statements over resources; see store.cc.
-- name: Select
SELECT content, revision FROM resource WHERE kind = $1 AND name = $2;
-- name: Insert
INSERT INTO resource (kind, name, content, revision) VALUES ($1, $2, $3, 1);
-- name: Update
UPDATE resource SET content = $3, revision = revision + 1 WHERE kind = $1 AND name = $2
RETURNING revision;
-- name: List
SELECT content, revision, name FROM resource
WHERE kind = $1 AND name > $2 AND name < $3 ORDER BY name LIMIT $4;
