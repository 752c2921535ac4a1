-- The statements over the pair of files of a wave; see wave_pair.cc and ledger.cc.
-- name: NameAnswers
INSERT INTO wave (name, closed) VALUES ($1, 0) ON CONFLICT DO NOTHING;
-- name: NameLedger
INSERT INTO ledger (name) VALUES ($1) ON CONFLICT DO NOTHING;
-- name: Names
SELECT name FROM wave UNION ALL SELECT name FROM ledger;
-- name: Ids
SELECT response_id, shown FROM response;
-- name: Select
SELECT answers FROM response WHERE response_id = $1;
-- name: Insert
INSERT INTO response (response_id, answers, shown) VALUES ($1, $2, 0);
-- name: All
SELECT answers FROM response;
-- name: Heads
SELECT substr(answers, 1, 2) FROM response;
-- name: Keys
SELECT response_id, substr(answers, 1, 2) FROM response;
-- name: AllWithIds
SELECT response_id, answers, shown FROM response;
-- name: Show
UPDATE response SET shown = 1 WHERE response_id = $1;
-- name: ShowAll
UPDATE response SET shown = 1 WHERE shown = 0;
-- name: Close
UPDATE wave SET closed = 1;
-- name: IsClosed
SELECT 1 FROM wave WHERE closed = 1;
-- name: IsRewritten
SELECT 1 FROM rewritten;
-- name: NoteRewritten
INSERT INTO rewritten (wave) SELECT name FROM wave WHERE closed = 1 ON CONFLICT DO NOTHING;
-- name: NoteNotRewritten
DELETE FROM rewritten;
-- name: UseInvitation
UPDATE invitation SET used = 1 WHERE token_hash = $1 AND used = 0 AND revoked = 0
RETURNING recipient;
-- name: SeemsUsable
SELECT 1 FROM invitation WHERE token_hash = $1 AND shown = 0 AND revoked = 0;
-- name: LedgerName
SELECT name FROM ledger;
-- name: AnyInvitation
SELECT 1 FROM invitation LIMIT 1;
-- name: FindInvitation
SELECT recipient FROM invitation WHERE token_hash = $1 AND revoked = 0;
-- name: Unshown
SELECT recipient FROM invitation WHERE shown = 0;
-- name: RecipientsBehind
SELECT recipient, stratum FROM invitation WHERE recipient > $1 ORDER BY recipient LIMIT $2;
-- name: UsedUnshown
SELECT recipient FROM invitation WHERE used = 1 AND shown = 0;
-- name: ShowInvitation
UPDATE invitation SET shown = 1 WHERE recipient = $1;
-- name: FindRecipient
SELECT 1 FROM invitation WHERE recipient = $1;
-- name: Invite
INSERT INTO invitation
  (token_hash, recipient, stratum, used, shown, bounced, opted_out, revoked)
VALUES ($1, $2, $3, 0, 0, 0, 0, 0);
-- name: Reissue
UPDATE invitation SET token_hash = $2, bounced = 0 WHERE recipient = $1;
-- name: MarkInvitation
UPDATE invitation SET bounced = CASE WHEN $2 < 0 THEN bounced ELSE $2 END,
  opted_out = CASE WHEN $3 < 0 THEN opted_out ELSE $3 END,
  revoked = CASE WHEN $4 < 0 THEN revoked ELSE $4 END
WHERE recipient = $1;
-- name: Reminders
SELECT recipient, stratum FROM invitation
WHERE recipient > $1 AND shown = 0 AND bounced = 0 AND opted_out = 0 AND revoked = 0
ORDER BY recipient LIMIT $2;
-- name: Tallies
SELECT stratum, count(*), sum(shown), sum(bounced), sum(opted_out), sum(revoked)
FROM invitation GROUP BY stratum ORDER BY stratum;
-- name: KeepTallies
INSERT INTO tally (stratum, invited, used, bounced, opted_out, revoked)
SELECT stratum, count(*), sum(used), sum(bounced), sum(opted_out), sum(revoked)
FROM invitation GROUP BY stratum;
-- name: ForgetInvitations
DELETE FROM invitation;
-- name: KeptTallies
SELECT stratum, invited, used, bounced, opted_out, revoked FROM tally ORDER BY stratum;
-- name: Salt
SELECT salt, rows FROM erasure;
-- name: SetSalt
INSERT INTO erasure (salt, rows) VALUES ($1, 0);
-- name: IsErased
SELECT 1 FROM erased WHERE hash = $1;
-- name: NeverAgain
INSERT INTO erased (hash) VALUES ($1) ON CONFLICT DO NOTHING;
-- name: Erase
DELETE FROM response WHERE response_id = $1;
-- name: CountErased
UPDATE erasure SET rows = rows + 1;
-- name: ForgetCountErased
UPDATE erasure SET rows = 0;
-- name: Replace
UPDATE response SET answers = $2 WHERE response_id = $1;
-- name: ErasedCodes
SELECT code FROM erased_code ORDER BY code;
-- name: NeverKeep
INSERT INTO erased_code (code) VALUES ($1) ON CONFLICT DO NOTHING;
-- name: Rows
SELECT response_id, answers FROM response WHERE response_id > $1
ORDER BY response_id LIMIT $2;
