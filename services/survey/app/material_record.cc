#include "services/survey/app/material_record.h"

#include <algorithm>
#include <utility>

#include "services/survey/app/all_cases.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/qualitative/material/codebook_rows.h"
#include "services/survey/qualitative/material/coding_rows.h"
#include "services/survey/qualitative/material/name_rows.h"
#include "services/survey/qualitative/rules/material_release_rules.h"
#include "services/survey/qualitative/rules/study_place.h"

namespace lotse::survey {
namespace {

using qualitative::StudyFiles;
using qualitative::StudyPlace;
using v1alpha::StudyCase;

bool AreSame(const std::vector<StudyCase>& one, const std::vector<StudyCase>& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](const StudyCase& a, const StudyCase& b) {
                      return a.name() == b.name() && a.etag() == b.etag();
                    });
}

// Who speaks in a part of a text.
std::vector<std::string> SpeakersIn(const std::vector<qualitative::StoredTurn>& turns,
                                    qualitative::TextSpan span) {
  std::vector<std::string> speakers;
  for (const auto& turn : turns) {
    if (turn.span.begin >= span.end || turn.span.end <= span.begin) continue;
    if (std::find(speakers.begin(), speakers.end(), turn.speaker) == speakers.end()) {
      speakers.push_back(turn.speaker);
    }
  }
  return speakers;
}

}  // namespace

const StudyCase* StudyRecord::Find(absl::string_view case_id) const {
  const auto found = std::find_if(cases.begin(), cases.end(), [&](const StudyCase& each) {
    return LastPart(each.name()) == case_id;
  });
  return found == cases.end() ? nullptr : &*found;
}

bool StudyRecord::IsAsIn(const StudyRecord& other) const {
  return study.etag() == other.study.etag() && AreSame(cases, other.cases) &&
         AreSame(deleted, other.deleted);
}

absl::Status LoadRecord(Tx& tx, const std::string& study, StudyRecord* record) {
  *record = StudyRecord();
  if (absl::Status s = tx.Load(study, &record->study); !s.ok()) return s;
  if (record->study.has_delete_time()) return resource::WasDeleted(study);
  return ForAllCases(tx, study, "", [record](StudyCase& each) {
    auto& to = each.has_delete_time() ? record->deleted : record->cases;
    to.push_back(std::move(each));
    return absl::OkStatus();
  });
}

absl::StatusOr<qualitative::Untold> UntoldOf(const StudyRecord& record, StudyFiles* files,
                                             const sql::Patience& patience) {
  std::vector<std::string> names;
  qualitative::ToldIds ids;
  qualitative::AddIdsOf(record.study, &ids);
  for (const StudyCase& each : record.cases) qualitative::AddIdsOf(each, &ids);
  for (const StudyCase& each : record.deleted) qualitative::AddIdsOf(each, &ids);
  if (files != nullptr) {
    const absl::Status read = files->ReadNames(patience, [&](sql::Connection& connection) {
      names.clear();
      for (auto& name : qualitative::AllNames(connection)) names.push_back(std::move(name.person));
      return absl::OkStatus();
    });
    if (!read.ok()) return read;
  }
  return qualitative::Untold::Of(names, ids.cases, ids.people);
}

const qualitative::Code* StudyCodes::Find(const std::string& study, const std::string& name) const {
  const auto place = qualitative::ReadStudyPlace(study, name);
  if (!place.has_value() || place->kind != StudyPlace::Kind::kCode) return nullptr;
  const std::string key = CodeKey(place->above, place->id);
  const auto found = std::find_if(codes.codes.begin(), codes.codes.end(),
                                  [&](const qualitative::Code& each) { return each.id == key; });
  return found == codes.codes.end() ? nullptr : &*found;
}

absl::StatusOr<StudyCodes> ReadCodes(sql::Connection& connection) {
  StudyCodes out;
  for (const auto& named : qualitative::AllCodebooks(connection)) {
    const std::string& id = named.codebook_id;
    const auto codebook = ParseCodebook(named.codebook);
    if (!codebook.ok()) return codebook.status();
    out.revisions[id] = codebook->revision();
    for (qualitative::Code& code : CodesOf(*codebook).codes) {
      code.id = CodeKey(id, code.id);
      if (!code.parent.empty()) code.parent = CodeKey(id, code.parent);
      out.codes.codes.push_back(std::move(code));
    }
  }
  return out;
}

absl::StatusOr<StudyCodes> ReadCodes(StudyFiles* files, const sql::Patience& patience) {
  StudyCodes out;
  if (files == nullptr) return out;
  const absl::Status read = files->Read(patience, [&](sql::Connection& connection) {
    auto codes = ReadCodes(connection);
    if (codes.ok()) out = *std::move(codes);
    return codes.status();
  });
  if (!read.ok()) return read;
  return out;
}

QuoteParts ReadParts(sql::Connection& connection, absl::string_view release_id) {
  QuoteParts parts;
  for (qualitative::StoredQuoteSource& source : qualitative::QuoteSources(connection, release_id)) {
    const auto text = qualitative::FindText(connection, source.text_id);
    if (!text.has_value()) continue;
    std::string key = source.wording_sha256;
    auto speakers = SpeakersIn(text->turns, source.span);
    parts[std::move(key)] = {std::move(source), text->case_id, text->language, std::move(speakers)};
  }
  return parts;
}

absl::StatusOr<QuoteParts> ReadParts(StudyFiles* files, const sql::Patience& patience,
                                     absl::string_view release_id) {
  QuoteParts parts;
  if (files == nullptr) return parts;
  const absl::Status read = files->Read(patience, [&](sql::Connection& connection) {
    parts = ReadParts(connection, release_id);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return parts;
}

void AddQuoteObstacles(const StudyRecord& record, const v1alpha::MaterialRelease& release,
                       int quote, const QuoteParts& parts, std::vector<rpc::Obstacle>* obstacles) {
  const std::string subject = qualitative::QuotePath(release, quote);
  const v1alpha::ReleasedQuote& of = release.quotes(quote);
  const auto part = parts.find(qualitative::WordingHash(of));
  if (part == parts.end()) {
    obstacles->push_back({subject,
                          {"hat keine Stelle, von der es ist; geben Sie sie an",
                           "has no part of a text that it is from; say where it is from"}});
    return;
  }
  const StudyCase* const study_case = record.Find(part->second.case_id);
  if (study_case == nullptr) {
    obstacles->push_back({subject,
                          {"ist aus einem Fall, der gelöscht ist; lassen Sie es weg",
                           "is from a case that was deleted; leave it out"}});
    return;
  }
  if (part->second.source.changed) {
    obstacles->push_back(
        {subject,
         {"ist von einer Stelle, die seither geändert wurde; sehen Sie nach und geben Sie sie neu "
          "an",
          "is from a part that was changed since; look at it and say again where it is from"}});
  }
  qualitative::QuoteFacts facts =
      qualitative::FactsOf(*study_case, part->second.speakers, of.role(), record.cases);
  facts.chosen_by = part->second.source.chooser;
  facts.approved_by = of.approver();
  qualitative::AddObstacles(subject, record.study, of, facts, obstacles);
}

}  // namespace lotse::survey
