-- The statements of `lotse store`; see store_file.cc and store_read.cc.
-- tables: ../runtime/resource
-- name: OperatorState
SELECT type FROM kind ORDER BY kind LIMIT 1;
-- name: OperatorResources
SELECT kind, scope, name, content, revision, deleted FROM resource ORDER BY kind, scope, name;
-- name: OperatorHistory
SELECT c.sequence, c.create_time, c.verb, c.actor, c.role, c.revision, x.reason FROM change AS c
JOIN change_content AS x ON x.owner = c.owner AND x.sequence = c.sequence
WHERE c.owner = $1 AND c.resource = $2 ORDER BY c.sequence;
