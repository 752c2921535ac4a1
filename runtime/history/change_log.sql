-- The statements over the change log; see change_log.cc and states.cc.
-- tables: ../resource
-- name: GetHead
SELECT sequence, hash FROM head WHERE owner = $1;
-- name: SetHead
INSERT INTO head (owner, sequence, hash) VALUES ($1, $2, $3)
ON CONFLICT (owner) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash;
-- name: HeadsBelow
SELECT owner, sequence, hash FROM head WHERE owner >= $1 AND owner < $2 ORDER BY owner;
-- name: AllHeads
SELECT owner, sequence, hash FROM head ORDER BY owner;
-- name: AllOwners
SELECT owner FROM head UNION SELECT owner FROM change ORDER BY owner;
-- name: AllResources
SELECT scope, name, revision, content FROM resource ORDER BY scope, kind, name;
-- name: InsertChange
INSERT INTO change (owner, sequence, resource, verb, actor, role, request_id, revision,
                    create_time, digest, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
-- name: InsertChangeContent
INSERT INTO change_content (owner, sequence, salt, reason, content, erased_by)
VALUES ($1, $2, $3, $4, $5, 0);
-- name: ChangesAfter
SELECT c.sequence, c.resource, c.verb, c.actor, c.role, c.request_id, c.revision,
       c.create_time, c.digest, c.hash, x.salt, x.reason, x.content, x.erased_by
FROM change AS c
JOIN change_content AS x ON x.owner = c.owner AND x.sequence = c.sequence
WHERE c.owner = $1 AND c.sequence > $2 ORDER BY c.sequence LIMIT $3;
-- name: RevisionOf
SELECT sequence, verb FROM change WHERE owner = $1 AND resource = $2 AND revision = $3 AND revision > 0
ORDER BY sequence DESC LIMIT 1;
-- name: NewestRevision
SELECT revision FROM change WHERE owner = $1 AND resource = $2 AND revision > 0 ORDER BY revision DESC LIMIT 1;
-- name: ChangesOf
SELECT c.sequence, c.verb, x.salt, x.reason, x.content, x.erased_by FROM change AS c
JOIN change_content AS x ON x.owner = c.owner AND x.sequence = c.sequence
WHERE c.owner = $1 AND c.resource = $2 ORDER BY c.sequence;
-- name: ReplaceContent
UPDATE change_content SET salt = $3, reason = $4, content = $5, erased_by = $6
WHERE owner = $1 AND sequence = $2;
-- name: LastBefore
SELECT sequence FROM change WHERE owner = $1 AND create_time <= $2
ORDER BY sequence DESC LIMIT 1;
-- name: ResourcesUpTo
SELECT resource, sequence, verb, revision FROM change WHERE owner = $1 AND sequence <= $2
ORDER BY sequence DESC;
-- name: HashOfEntry
SELECT hash FROM change WHERE owner = $1 AND sequence = $2;
-- name: ContentOf
SELECT content FROM change_content WHERE owner = $1 AND sequence = $2;
