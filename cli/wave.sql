-- The statements over the files of a wave; see wave_files.cc.
-- tables: ../services/survey/responses/pair
-- name: WaveOfAnswers
SELECT name FROM wave;
-- name: WaveOfLedger
SELECT name FROM ledger;
