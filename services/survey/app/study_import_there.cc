#include "services/survey/app/study_import_there.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/exchange/projects/project_words.h"
#include "services/survey/qualitative/material/codebook_rows.h"
#include "services/survey/qualitative/material/foreign_rows.h"
#include "services/survey/qualitative/rules/study_place.h"

namespace lotse::survey {
namespace {

using projects::OwnMaterial;
using qualitative::StudyPlace;

absl::Status ReadCodebooks(sql::Connection& connection, const std::string& study,
                           OwnMaterial* own) {
  for (const qualitative::NamedCodebook& named : qualitative::AllCodebooks(connection)) {
    const auto codebook = ParseCodebook(named.codebook);
    if (!codebook.ok()) return codebook.status();
    projects::CodebookMaterial made;
    made.guid = projects::GuidOf(
        named.codebook_id,
        qualitative::NameOf(study, {StudyPlace::Kind::kCodebook, "", named.codebook_id}));
    made.id = named.codebook_id;
    made.title = codebook->title();
    made.codes = CodesOf(*codebook);
    made.is_there = true;
    const std::string guid = made.guid;
    own->codebooks[guid] = std::move(made);
  }
  return absl::OkStatus();
}

void ReadParts(sql::Connection& connection, const projects::StudyMaterial& material,
               StoredParts* parts) {
  for (const projects::TextMaterial& each : material.texts) {
    std::optional<qualitative::StoredText> text = qualitative::FindText(connection, each.guid);
    if (!text.has_value()) continue;
    parts->texts[each.guid] = *std::move(text);
    for (const auto& coding : qualitative::CodingsOfText(connection, each.guid)) {
      parts->said.insert(SaidBy(coding));
      parts->codings[coding.coding_id] = coding;
    }
  }
  for (const projects::MemoMaterial& each : material.memos) {
    std::optional<qualitative::StoredMemo> memo = qualitative::FindMemo(connection, each.guid);
    if (memo.has_value()) parts->memos[each.guid] = *std::move(memo);
  }
  if (!material.foreign.empty()) parts->foreign = qualitative::AllForeign(connection);
}

// A case may be missing where an import was interrupted.
absl::Status ReadCases(const StudyFileReading& reading, StoredParts* parts) {
  return reading.store.Read(reading.caller.patience, [&](resource::Tx& tx) -> absl::Status {
    parts->cases.clear();
    for (const auto& each : parts->texts) {
      const std::string& id = each.second.case_id;
      if (parts->cases.contains(id)) continue;
      v1alpha::StudyCase found;
      const absl::Status loaded = tx.Load(
          qualitative::NameOf(reading.reach.name(), {StudyPlace::Kind::kCase, "", id}), &found);
      if (absl::IsNotFound(loaded)) continue;
      if (!loaded.ok()) return loaded;
      parts->cases[id] = std::move(found);
    }
    return absl::OkStatus();
  });
}

}  // namespace

absl::StatusOr<OwnMaterial> ReadOwnMaterial(const StudyFileReading& reading) {
  OwnMaterial own;
  const std::string& study = reading.reach.name();
  v1alpha::StudyCase one;
  const absl::Status cases = reading.store.Read(reading.caller.patience, [&](resource::Tx& tx) {
    return tx.ForEach(study, &one, [&] {
      const std::string id = LastPart(one.name());
      const std::string guid = projects::GuidOf(id, one.name());
      if (id != projects::CaseIdOf(guid)) own.cases[guid] = one;
      return absl::OkStatus();
    });
  });
  if (!cases.ok()) return cases;
  const auto files = reading.studies.Find(study);
  if (!files.ok()) return files.status();
  if (*files == nullptr) return own;
  const absl::Status read = (*files)->Read(
      reading.caller.patience,
      [&](sql::Connection& connection) { return ReadCodebooks(connection, study, &own); });
  if (!read.ok()) return read;
  return own;
}

std::string SaidBy(const qualitative::StoredCoding& coding) {
  return absl::StrCat(coding.text_id, "\n", coding.span.begin, "-", coding.span.end, "\n",
                      coding.code_id, "\n", coding.coder);
}

absl::StatusOr<StoredParts> ReadStoredParts(const StudyFileReading& reading,
                                            const projects::StudyMaterial& material) {
  StoredParts parts;
  const auto files = reading.studies.Find(reading.reach.name());
  if (!files.ok()) return files.status();
  if (*files == nullptr) return parts;
  const absl::Status read =
      (*files)->Read(reading.caller.patience, [&](sql::Connection& connection) {
        ReadParts(connection, material, &parts);
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  if (absl::Status s = ReadCases(reading, &parts); !s.ok()) return s;
  return parts;
}

absl::Status NoteStudyRead(const StudyFileReading& reading) {
  const std::string& study = reading.reach.name();
  return reading.store.WriteAndWait(reading.caller.cause, [&](resource::Tx& tx) {
    const absl::Status there = tx.CheckThere(study, /*live=*/true);
    if (there.ok()) tx.LogRead(study);
    return there;
  });
}

}  // namespace lotse::survey
