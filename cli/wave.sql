-- The statements over the files of a wave; see wave_files.cc.
-- tables: ../services/survey/responses/pair ../services/survey/responses/personal
-- name: WaveOfAnswers
SELECT name FROM wave;
-- name: WaveOfLedger
SELECT name FROM ledger;
-- name: WaveOfResponses
SELECT name FROM personal_wave;
-- name: SurveyOfKey
SELECT survey FROM survey_key;
