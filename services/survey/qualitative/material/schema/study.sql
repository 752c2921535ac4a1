-- The statements over the files of a study; see study_files.h and the *_rows.h beside it.
-- name: NameMaterial
INSERT INTO study_material (name) VALUES ($1);
-- name: MaterialName
SELECT name, 1 FROM study_material;
-- name: CountChange
UPDATE study_material SET changes = changes + 1;
-- name: Changes
SELECT changes FROM study_material;
-- name: NameNames
INSERT INTO study_names (name, has_material) VALUES ($1, 0);
-- name: NamesName
SELECT name, has_material FROM study_names;
-- name: NamesHaveMaterial
UPDATE study_names SET has_material = 1;
-- name: AddText
INSERT INTO study_text (text_id, case_id, kind, title, language, content, code_points, revision,
  media, create_time, update_time) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, $9);
-- name: Text
SELECT text_id, case_id, kind, title, language, content, code_points, revision, media, create_time,
  update_time FROM study_text WHERE text_id = $1;
-- name: TextsBehind
SELECT text_id, case_id, kind, title, language, '', code_points, revision, media, create_time,
  update_time FROM study_text WHERE case_id = $1 AND text_id > $2 ORDER BY text_id LIMIT $3;
-- name: TextIdsOfCase
SELECT text_id FROM study_text WHERE case_id = $1 ORDER BY text_id;
-- name: CasesWithMaterial
SELECT case_id FROM study_text UNION SELECT case_id FROM memo WHERE case_id <> ''
UNION SELECT case_id FROM foreign_tie WHERE case_id <> '' ORDER BY case_id;
-- name: Titles
SELECT text_id, case_id, title FROM study_text ORDER BY text_id;
-- name: Retitle
UPDATE study_text SET title = $2 WHERE text_id = $1;
-- name: CountTexts
SELECT COUNT(*) FROM study_text;
-- name: CountTurns
SELECT COUNT(*) FROM study_turn;
-- name: PlaceOfText
SELECT case_id, revision FROM study_text WHERE text_id = $1;
-- name: ReplaceText
UPDATE study_text SET content = $2, code_points = $3, revision = revision + 1, update_time = $4
WHERE text_id = $1;
-- name: RemoveText
DELETE FROM study_text WHERE text_id = $1;
-- name: AddTurn
INSERT INTO study_turn (text_id, first, behind, speaker, start_ms, end_ms)
VALUES ($1, $2, $3, $4, $5, $6);
-- name: Turns
SELECT first, behind, speaker, start_ms, end_ms FROM study_turn WHERE text_id = $1 ORDER BY first;
-- name: RemoveTurns
DELETE FROM study_turn WHERE text_id = $1;
-- name: RemoveTurnsFrom
DELETE FROM study_turn WHERE text_id = $1 AND first >= $2;
-- name: AddCoding
INSERT INTO coding (coding_id, text_id, first, behind, code_id, coder, create_time)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING;
-- name: Coding
SELECT coding_id, text_id, first, behind, code_id, coder, create_time FROM coding
WHERE coding_id = $1;
-- name: SameCoding
SELECT coding_id, text_id, first, behind, code_id, coder, create_time FROM coding
WHERE text_id = $1 AND first = $2 AND behind = $3 AND code_id = $4 AND coder = $5;
-- name: CodingsOfText
SELECT coding_id, text_id, first, behind, code_id, coder, create_time FROM coding
WHERE text_id = $1 ORDER BY first, behind, code_id, coder;
-- name: CodingsOfCode
SELECT coding_id, text_id, first, behind, code_id, coder, create_time FROM coding
WHERE code_id = $1 ORDER BY text_id, first, coding_id;
-- name: CodingsBehind
SELECT coding_id, text_id, first, behind, code_id, coder, create_time FROM coding
WHERE (text_id, first, behind, code_id, coder) > ($1, $2, $3, $4, $5)
ORDER BY text_id, first, behind, code_id, coder LIMIT $6;
-- name: MoveCoding
UPDATE coding SET first = $2, behind = $3 WHERE coding_id = $1;
-- name: RemoveCoding
DELETE FROM coding WHERE coding_id = $1;
-- name: RemoveCodings
DELETE FROM coding WHERE text_id = $1;
-- name: CountCodings
SELECT COUNT(*) FROM coding;
-- name: AnyCoding
SELECT 1 FROM coding LIMIT 1;
-- name: Memo
SELECT memo_id, text_id, case_id, subject, first, behind, coder, content, create_time, update_time
FROM memo WHERE memo_id = $1;
-- name: AddMemo
INSERT INTO memo (memo_id, text_id, case_id, subject, first, behind, coder, content, create_time,
  update_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
-- name: ChangeMemo
UPDATE memo SET content = $3, update_time = $4 WHERE memo_id = $1 AND coder = $2;
-- name: MemosOf
SELECT memo_id, text_id, case_id, subject, first, behind, coder, content, create_time, update_time
FROM memo WHERE subject = $1 ORDER BY memo_id;
-- name: MemosBehind
SELECT memo_id, text_id, case_id, subject, first, behind, coder, content, create_time, update_time
FROM memo WHERE memo_id > $1 ORDER BY memo_id LIMIT $2;
-- name: MemosOfBehind
SELECT memo_id, text_id, case_id, subject, first, behind, coder, content, create_time, update_time
FROM memo WHERE subject = $1 AND memo_id > $2 ORDER BY memo_id LIMIT $3;
-- name: MemosOfText
SELECT memo_id, text_id, case_id, subject, first, behind, coder, content, create_time, update_time
FROM memo WHERE text_id = $1 ORDER BY memo_id;
-- name: MoveMemo
UPDATE memo SET subject = $2, first = $3, behind = $4 WHERE memo_id = $1;
-- name: RemoveMemo
DELETE FROM memo WHERE memo_id = $1;
-- name: RemoveMemos
DELETE FROM memo WHERE text_id = $1;
-- name: RemoveMemosOfCase
DELETE FROM memo WHERE case_id = $1;
-- name: RemoveMemosOf
DELETE FROM memo WHERE subject = $1;
-- name: RemoveMemosBetween
DELETE FROM memo WHERE subject > $1 AND subject < $2;
-- name: KeepQuoteSource
INSERT INTO quote_source (release_id, wording_sha256, text_id, first, behind, chooser, changed)
VALUES ($1, $2, $3, $4, $5, $6, 0)
ON CONFLICT (release_id, wording_sha256) DO UPDATE SET text_id = excluded.text_id,
  first = excluded.first, behind = excluded.behind, chooser = excluded.chooser, changed = 0;
-- name: QuoteSources
SELECT release_id, wording_sha256, text_id, first, behind, chooser, changed FROM quote_source
WHERE release_id = $1 ORDER BY wording_sha256;
-- name: QuoteSourcesOfText
SELECT release_id, wording_sha256, text_id, first, behind, chooser, changed FROM quote_source
WHERE text_id = $1 ORDER BY release_id, wording_sha256;
-- name: MoveQuoteSource
UPDATE quote_source SET first = $3, behind = $4, changed = $5
WHERE release_id = $1 AND wording_sha256 = $2;
-- name: RemoveQuoteSource
DELETE FROM quote_source WHERE release_id = $1 AND wording_sha256 = $2;
-- name: RemoveQuoteSources
DELETE FROM quote_source WHERE release_id = $1;
-- name: RemoveQuoteSourcesOfText
DELETE FROM quote_source WHERE text_id = $1;
-- name: KeepThemeCount
INSERT INTO theme_count (release_id, unit, code_id, time, base, count, is_shown)
VALUES ($1, $2, $3, $4, $5, $6, $7);
-- name: ThemeCounts
SELECT release_id, unit, code_id, time, base, count, is_shown FROM theme_count
ORDER BY time, release_id, unit, code_id;
-- name: RemoveThemeCounts
DELETE FROM theme_count WHERE release_id = $1;
-- name: Codebook
SELECT revision, content FROM codebook WHERE codebook_id = $1;
-- name: Codebooks
SELECT codebook_id, revision, content FROM codebook ORDER BY codebook_id;
-- name: AddCodebook
INSERT INTO codebook (codebook_id, revision, content) VALUES ($1, 1, $2);
-- name: ChangeCodebook
UPDATE codebook SET revision = revision + 1, content = $2 WHERE codebook_id = $1;
-- name: KeepCodebookChange
INSERT INTO codebook_change (codebook_id, revision, change) VALUES ($1, $2, $3);
-- name: CodebookChangesBehind
SELECT revision, change FROM codebook_change WHERE codebook_id = $1 AND revision > $2
ORDER BY revision LIMIT $3;
-- name: CodebookChange
SELECT change FROM codebook_change WHERE codebook_id = $1 AND revision = $2;
-- name: OverwriteCodebookChange
UPDATE codebook_change SET change = $3 WHERE codebook_id = $1 AND revision = $2;
-- name: RemoveCodebookChanges
DELETE FROM codebook_change WHERE codebook_id = $1;
-- name: RemoveCodebook
DELETE FROM codebook WHERE codebook_id = $1;
-- name: KeepName
INSERT INTO participant_name (case_id, pseudonym, person, contact, erase_day)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (case_id, pseudonym) DO UPDATE SET person = excluded.person,
  contact = excluded.contact, erase_day = excluded.erase_day;
-- name: NamesOfCase
SELECT case_id, pseudonym, person, contact, erase_day FROM participant_name WHERE case_id = $1
ORDER BY pseudonym;
-- name: AllNames
SELECT case_id, pseudonym, person, contact, erase_day FROM participant_name
ORDER BY case_id, pseudonym;
-- name: RemoveName
DELETE FROM participant_name WHERE case_id = $1 AND pseudonym = $2;
-- name: RemoveNamesDue
DELETE FROM participant_name WHERE case_id = $1 AND erase_day <= $2;
-- name: NameDays
SELECT case_id, MIN(erase_day), MAX(erase_day) FROM participant_name GROUP BY case_id
ORDER BY case_id;
-- name: EraseNamesSooner
UPDATE participant_name SET erase_day = $2 WHERE case_id = $1 AND erase_day > $2;
