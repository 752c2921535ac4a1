#include "tests/perf/bare_material.h"

#include "runtime/sql/migrations.h"
#include "sql/study_material_schema.h"
#include "sql/study_queries.h"

// Bare takes the values of a statement in the order in which their numbers first stand in it.
namespace lotse::perf {

using survey::qualitative::StoredCoding;
using survey::qualitative::StoredText;
using survey::qualitative::StoredTurn;

BareMaterial::BareMaterial(const std::string& path) : bare_(path, study_queries) {
  bare_.Exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
      "PRAGMA wal_autocheckpoint = 0");
  for (const sql::EmbeddedFile& file : study_material_schema) bare_.Exec(file.text);
}

void BareMaterial::Add(const StoredText& text) {
  bare_.Exec("BEGIN IMMEDIATE");
  bare_.Run("AddText", {Bare::Text(text.text_id), Bare::Text(text.case_id), Bare::Number(text.kind),
                        Bare::Text(text.title), Bare::Text(text.language), Bare::Text(text.content),
                        Bare::Number(text.code_points), Bare::Bytes(text.media),
                        Bare::Number(text.create_time)});
  AddTurns(text);
  bare_.Exec("COMMIT");
}

void BareMaterial::Add(const std::vector<StoredCoding>& codings) {
  bare_.Exec("BEGIN IMMEDIATE");
  for (const StoredCoding& coding : codings) AddCoding(coding);
  bare_.Exec("COMMIT");
}

void BareMaterial::Change(const StoredText& text, const std::vector<StoredCoding>& codings) {
  bare_.Exec("BEGIN IMMEDIATE");
  bare_.Run("ReplaceText", {Bare::Text(text.content), Bare::Number(text.code_points),
                            Bare::Number(text.update_time), Bare::Text(text.text_id)});
  bare_.Run("RemoveTurns", {Bare::Text(text.text_id)});
  AddTurns(text);
  for (const StoredCoding& coding : codings) {
    bare_.Run("RemoveCoding", {Bare::Text(coding.coding_id)});
  }
  for (const StoredCoding& coding : codings) AddCoding(coding);
  bare_.Exec("COMMIT");
  bare_.Exec("PRAGMA wal_checkpoint(TRUNCATE)");
}

void BareMaterial::AddTurns(const StoredText& text) {
  for (const StoredTurn& turn : text.turns) {
    bare_.Run("AddTurn",
              {Bare::Text(text.text_id), Bare::Number(turn.span.begin), Bare::Number(turn.span.end),
               Bare::Text(turn.speaker), Bare::Number(turn.start_ms), Bare::Number(turn.end_ms)});
  }
}

void BareMaterial::AddCoding(const StoredCoding& coding) {
  bare_.Run("AddCoding", {Bare::Text(coding.coding_id), Bare::Text(coding.text_id),
                          Bare::Number(coding.span.begin), Bare::Number(coding.span.end),
                          Bare::Text(coding.code_id), Bare::Text(coding.coder),
                          Bare::Number(coding.create_time)});
}

}  // namespace lotse::perf
