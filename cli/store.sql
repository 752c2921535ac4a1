-- The statements of `lotse store`; see store_file.cc, store_read.cc and
-- store_verify.cc.
-- tables: ../runtime/resource
-- name: OperatorState
SELECT type FROM kind ORDER BY kind LIMIT 1;
-- name: OperatorResources
SELECT kind, scope, name, content, revision, deleted FROM resource ORDER BY kind, scope, name;
-- name: OperatorHistory
SELECT c.sequence, c.create_time, c.verb, c.actor, c.role, c.revision, x.reason FROM change AS c
JOIN change_content AS x ON x.owner = c.owner AND x.sequence = c.sequence
WHERE c.owner = $1 AND c.resource = $2 ORDER BY c.sequence;
-- name: OperatorReasons
SELECT c.resource, x.reason FROM change AS c
JOIN change_content AS x ON x.owner = c.owner AND x.sequence = c.sequence
WHERE x.reason <> '' ORDER BY c.owner, c.sequence;
-- name: OperatorIndexRow
SELECT only_one FROM field_index
WHERE scope = $1 AND kind = $2 AND field = $3 AND value = $4 AND name = $5;
-- name: OperatorIndex
SELECT scope, kind, field, value, name FROM field_index ORDER BY scope, kind, field, value, name;
-- name: OperatorIndexCount
SELECT count(*) FROM field_index;
-- name: OperatorLink
SELECT source_kind FROM link WHERE scope = $1 AND target = $2 AND source = $3 AND field = $4;
-- name: OperatorLinks
SELECT scope, target, source, field FROM link ORDER BY scope, target, source, field;
-- name: OperatorLinkCount
SELECT count(*) FROM link;
