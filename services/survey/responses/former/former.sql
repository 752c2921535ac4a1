-- The statements over the one file that held the answers of all waves; see
-- former_answers.cc.
-- name: Waves
SELECT wave FROM response UNION SELECT wave FROM closed_wave ORDER BY 1;
-- name: Rows
SELECT response_id, answers FROM response WHERE wave = $1 ORDER BY response_id;
-- name: WasClosed
SELECT 1 FROM closed_wave WHERE wave = $1;
