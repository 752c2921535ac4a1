-- The statements over the files of waves and studies; see wave_files.cc.
-- tables: ../services/survey/responses/pair ../services/survey/responses/personal
-- tables: ../services/survey/qualitative/material/schema
-- name: WaveOfAnswers
SELECT name FROM wave;
-- name: WaveOfLedger
SELECT name FROM ledger;
-- name: WaveOfResponses
SELECT name FROM personal_wave;
-- name: SurveyOfKey
SELECT survey FROM survey_key;
-- name: StudyOfMaterial
SELECT name FROM study_material;
-- name: StudyOfNames
SELECT name FROM study_names;
