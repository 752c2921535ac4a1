-- The statements over the answers of a wave that is not anonymous, and the key of a survey;
-- see personal_wave.cc and survey_key.cc.
-- name: NameWave
INSERT INTO personal_wave (name, identity, key_sha256, closed) VALUES ($1, $2, $3, 0);
-- name: Wave
SELECT name, identity, key_sha256, closed FROM personal_wave;
-- name: Close
UPDATE personal_wave SET closed = 1;
-- name: DropDrafts
DELETE FROM personal_response WHERE state = 1;
-- name: DraftHeads
SELECT substr(answers, 1, 2) FROM personal_response WHERE state = 1;
-- name: KeepDraftBreakOffs
INSERT INTO draft_break_off (section, drafts) VALUES ($1, $2)
ON CONFLICT (section) DO UPDATE SET drafts = draft_break_off.drafts + excluded.drafts;
-- name: DraftBreakOffs
SELECT section, drafts FROM draft_break_off;
-- name: SubmittedHeads
SELECT substr(answers, 1, 2) FROM personal_response WHERE state = 2;
-- name: CountSubmitted
SELECT count(*) FROM personal_response WHERE state = 2;
-- name: Answered
SELECT pseudonym FROM personal_response WHERE state <> 1;
-- name: ById
SELECT pseudonym, response_id, state, version, revision, answers, opened_by, first_time,
  last_time FROM personal_response WHERE response_id = $1;
-- name: ByPseudonym
SELECT pseudonym, response_id, state, version, revision, answers, opened_by, first_time,
  last_time FROM personal_response WHERE pseudonym = $1;
-- name: ByWithdrawal
SELECT pseudonym, response_id, state, version, revision, answers, opened_by, first_time,
  last_time FROM personal_response WHERE withdrawal = $1;
-- name: Behind
SELECT pseudonym, response_id, state, version, revision, answers, opened_by, first_time,
  last_time FROM personal_response WHERE pseudonym > $1 ORDER BY pseudonym LIMIT $2;
-- name: Submitted
SELECT answers FROM personal_response WHERE state = 2;
-- name: SubmittedWithIds
SELECT response_id, answers FROM personal_response WHERE state = 2;
-- name: SubmittedKeys
SELECT pseudonym, substr(answers, 1, 2) FROM personal_response WHERE state = 2;
-- name: SubmittedRow
SELECT answers FROM personal_response WHERE pseudonym = $1 AND state = 2;
-- name: Insert
INSERT INTO personal_response (pseudonym, response_id, state, version, revision, answers, opened_by,
  first_time, last_time) VALUES ($1, $2, 1, 0, 1, $3, $4, $5, $5);
-- name: Remove
DELETE FROM personal_response WHERE pseudonym = $1;
-- name: Change
UPDATE personal_response SET answers = $2, last_time = $3, revision = revision + 1 WHERE pseudonym = $1;
-- name: Submit
UPDATE personal_response SET state = 2, version = version + 1, opened_by = $2 WHERE pseudonym = $1;
-- name: SetWithdrawal
UPDATE personal_response SET withdrawal = $2 WHERE pseudonym = $1;
-- name: KeepVersion
INSERT INTO former_version (pseudonym, version, answers, last_time)
SELECT pseudonym, version, answers, last_time FROM personal_response WHERE pseudonym = $1;
-- name: DropVersions
DELETE FROM former_version WHERE pseudonym = $1 AND version <= $2;
-- name: FormerVersions
SELECT version, answers, last_time FROM former_version WHERE pseudonym = $1 ORDER BY version;
-- name: Withdraw
UPDATE personal_response SET state = 3, answers = $2, last_time = $3, revision = revision + 1
WHERE pseudonym = $1;
-- name: RemoveVersions
DELETE FROM former_version WHERE pseudonym = $1;
-- name: NeverKeep
INSERT INTO erased_question (code) VALUES ($1) ON CONFLICT DO NOTHING;
-- name: ErasedCodes
SELECT code FROM erased_question ORDER BY code;
-- name: Salt
SELECT salt FROM personal_erasure;
-- name: SetSalt
INSERT INTO personal_erasure (salt) VALUES ($1);
-- name: IsErased
SELECT 1 FROM personal_erased WHERE hash = $1;
-- name: NeverAgain
INSERT INTO personal_erased (hash) VALUES ($1) ON CONFLICT DO NOTHING;
-- name: ReplaceAnswers
UPDATE personal_response SET answers = $2, revision = revision + 1 WHERE pseudonym = $1;
-- name: ReplaceVersion
UPDATE former_version SET answers = $3 WHERE pseudonym = $1 AND version = $2;
-- name: DropDraftFiles
DELETE FROM answer_file
WHERE pseudonym IN (SELECT pseudonym FROM personal_response WHERE state = 1);
-- name: FilesOf
SELECT sha256 FROM answer_file WHERE pseudonym = $1;
-- name: FileContent
SELECT content FROM answer_file WHERE pseudonym = $1 AND sha256 = $2;
-- name: KeepFile
INSERT INTO answer_file (pseudonym, sha256, content) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;
-- name: RemoveFile
DELETE FROM answer_file WHERE pseudonym = $1 AND sha256 = $2;
-- name: RemoveFiles
DELETE FROM answer_file WHERE pseudonym = $1;
-- name: CountFiles
SELECT count(*) FROM answer_file;
-- name: KeepKey
INSERT INTO survey_key (survey, secret) VALUES ($1, $2);
-- name: Key
SELECT survey, secret FROM survey_key;
