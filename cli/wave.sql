-- The statements over the files of a wave; see wave_files.cc.
-- tables: ../services/survey/responses/pair
-- name: LeaveOutUnshown
DELETE FROM response WHERE shown = 0;
-- name: TellShown
UPDATE invitation SET used = shown WHERE used <> shown;
-- name: WaveOfAnswers
SELECT name FROM wave;
-- name: WaveOfLedger
SELECT name FROM ledger;
