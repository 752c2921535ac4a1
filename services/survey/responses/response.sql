-- The statements over answers; see response_store.cc.
-- name: Select
SELECT answers FROM response WHERE wave = $1 AND response_id = $2;
-- name: Insert
INSERT INTO response (wave, response_id, answers) VALUES ($1, $2, $3);
-- name: Count
SELECT count(*) FROM response WHERE wave = $1;
-- name: CountAll
SELECT count(*) FROM response;
-- name: All
SELECT answers FROM response WHERE wave = $1;
-- name: IsClosed
SELECT 1 FROM closed_wave WHERE wave = $1;
-- name: Close
INSERT INTO closed_wave (wave) VALUES ($1) ON CONFLICT DO NOTHING;
