-- The statements over what files hold; see streams.cc and blob_service.cc.
-- tables: ../resource
-- name: InsertBlobPiece
INSERT INTO blob_piece (scope, name, position, bytes) VALUES ($1, $2, $3, $4);
-- name: GetBlobPiece
SELECT position, bytes FROM blob_piece WHERE scope = $1 AND name = $2 AND position >= $3
ORDER BY position LIMIT 1;
-- name: DeleteBlobPieces
DELETE FROM blob_piece WHERE scope = $1 AND name = $2;
