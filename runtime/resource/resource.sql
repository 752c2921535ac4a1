-- The statements over resources; see tx.cc, list.cc and store.cc.
-- name: GetResource
SELECT content, revision, deleted FROM resource WHERE scope = $1 AND kind = $2 AND name = $3;
-- name: InsertResource
INSERT INTO resource (scope, kind, name, content, revision, deleted)
VALUES ($1, $2, $3, $4, $5, $6);
-- name: UpdateResource
UPDATE resource SET content = $4, revision = $5, deleted = $6
WHERE scope = $1 AND kind = $2 AND name = $3;
-- name: DeleteResource
DELETE FROM resource WHERE scope = $1 AND kind = $2 AND name = $3;
-- name: FirstLiveBelow
SELECT name FROM resource
WHERE scope = $1 AND kind = $2 AND name > $3 AND name < $4 AND deleted = 0 ORDER BY name LIMIT 1;
-- name: ListByName
SELECT name, content, revision FROM resource
WHERE scope = $1 AND kind = $2 AND name > $3 AND name < $4 AND deleted <= $5
ORDER BY name LIMIT $6;
-- name: ListByNameDown
SELECT name, content, revision FROM resource
WHERE scope = $1 AND kind = $2 AND name < $3 AND name > $4 AND deleted <= $5
ORDER BY name DESC LIMIT $6;
-- name: ListByField
SELECT r.name, r.content, r.revision, i.value FROM field_index AS i
JOIN resource AS r ON r.scope = i.scope AND r.kind = i.kind AND r.name = i.name
WHERE i.scope = $1 AND i.kind = $2 AND i.field = $3 AND (i.value, i.name) > ($4, $5)
  AND i.value <= $6 AND r.deleted <= $7
ORDER BY i.value, i.name LIMIT $8;
-- name: ListByFieldDown
SELECT r.name, r.content, r.revision, i.value FROM field_index AS i
JOIN resource AS r ON r.scope = i.scope AND r.kind = i.kind AND r.name = i.name
WHERE i.scope = $1 AND i.kind = $2 AND i.field = $3 AND (i.value, i.name) < ($4, $5)
  AND i.value >= $6 AND r.deleted <= $7
ORDER BY i.value DESC, i.name DESC LIMIT $8;
-- name: ListOwners
SELECT owner FROM head ORDER BY owner;
-- name: InsertFieldValue
INSERT INTO field_index (scope, kind, field, value, name, only_one)
VALUES ($1, $2, $3, $4, $5, $6);
-- name: DeleteFieldValue
DELETE FROM field_index WHERE scope = $1 AND kind = $2 AND field = $3 AND value = $4 AND name = $5;
-- name: WhoHasValue
SELECT name FROM field_index
WHERE scope = $1 AND kind = $2 AND field = $3 AND value = $4 AND only_one = 1;
-- name: InsertLink
INSERT INTO link (scope, target, source, field, source_kind) VALUES ($1, $2, $3, $4, $5);
-- name: DeleteLink
DELETE FROM link WHERE scope = $1 AND target = $2 AND source = $3 AND field = $4;
-- name: FirstLink
SELECT source, field FROM link WHERE scope = $1 AND target = $2 AND source <> $3
ORDER BY source, field LIMIT 1;
-- name: Referrers
SELECT DISTINCT source FROM link WHERE scope = $1 AND target = $2 AND source_kind = $3
ORDER BY source;
-- name: FindRequest
SELECT fingerprint, owner, sequence FROM request
WHERE scope = $1 AND actor = $2 AND request_id = $3;
-- name: InsertRequest
INSERT INTO request (scope, actor, request_id, fingerprint, owner, sequence)
VALUES ($1, $2, $3, $4, $5, $6);
-- name: ForgetFingerprints
UPDATE request SET fingerprint = $3 WHERE owner = $1 AND sequence IN
  (SELECT c.sequence FROM change AS c WHERE c.owner = $1 AND c.resource = $2);
-- name: Kinds
SELECT kind, type FROM kind ORDER BY kind;
-- name: InsertKind
INSERT INTO kind (kind, type) VALUES ($1, $2);
-- name: GetSetting
SELECT value FROM setting WHERE name = $1;
-- name: InsertSetting
INSERT INTO setting (name, value) VALUES ($1, $2);
-- name: DeleteSetting
DELETE FROM setting WHERE name = $1;
-- name: FormerResources
SELECT kind, name, content, revision FROM resource_0001 ORDER BY name;
-- name: ForgetFormerResources
DELETE FROM resource_0001;
