-- The statements over what projects of other programs hold; see foreign_rows.h.
-- name: ForeignThings
SELECT coder, guid, kind, name, description, direction, color, type, needed FROM foreign_thing
ORDER BY coder, guid;
-- name: ForeignTies
SELECT coder, guid, role, kind, target, target_part, first, behind, type, value, text_id, case_id
FROM foreign_tie ORDER BY coder, guid, number;
-- name: AddForeignThing
INSERT INTO foreign_thing (coder, guid, kind, name, description, direction, color, type, needed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- name: AddForeignTie
INSERT INTO foreign_tie (coder, guid, number, role, holds, kind, target, target_part, first, behind,
  type, value, text_id, case_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);
-- name: ForeignNeeds
SELECT needed FROM foreign_thing WHERE coder = $1 AND guid = $2;
-- name: ForeignHolds
SELECT 1 FROM foreign_tie WHERE coder = $1 AND guid = $2 AND holds = 1 LIMIT 2;
-- name: RemoveForeignThing
DELETE FROM foreign_thing WHERE coder = $1 AND guid = $2;
-- name: RemoveForeignTies
DELETE FROM foreign_tie WHERE coder = $1 AND guid = $2;
-- name: ForeignOfText
SELECT DISTINCT coder, guid FROM foreign_tie WHERE text_id = $1;
-- name: RemoveForeignTiesOfText
DELETE FROM foreign_tie WHERE text_id = $1;
-- name: ForeignOfCase
SELECT DISTINCT coder, guid FROM foreign_tie WHERE case_id = $1;
-- name: RemoveForeignTiesOfCase
DELETE FROM foreign_tie WHERE case_id = $1;
-- name: ForeignTiedTo
SELECT DISTINCT coder, guid FROM foreign_tie WHERE kind = $1 AND target = $2;
-- name: RemoveForeignTiesTo
DELETE FROM foreign_tie WHERE kind = $1 AND target = $2;
-- name: ForeignTiedToGoneMemos
SELECT DISTINCT coder, guid FROM foreign_tie
WHERE kind = $1 AND NOT EXISTS (SELECT 1 FROM memo WHERE memo.memo_id = foreign_tie.target);
-- name: RemoveForeignTiesToGoneMemos
DELETE FROM foreign_tie
WHERE kind = $1 AND NOT EXISTS (SELECT 1 FROM memo WHERE memo.memo_id = foreign_tie.target);
-- name: TurnForeignTies
UPDATE foreign_tie SET target = $4, target_part = $5
WHERE kind = $1 AND target = $2 AND target_part = $3;
-- name: ForeignPartTies
SELECT coder, guid, number, first, behind FROM foreign_tie WHERE kind = $1 AND text_id = $2
ORDER BY coder, guid, number;
-- name: MoveForeignTie
UPDATE foreign_tie SET first = $4, behind = $5 WHERE coder = $1 AND guid = $2 AND number = $3;
-- name: RemoveForeignTie
DELETE FROM foreign_tie WHERE coder = $1 AND guid = $2 AND number = $3;
