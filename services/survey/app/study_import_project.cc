// A project of REFI-QDA for a study.
#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/codebooks.h"
#include "services/survey/app/study_import.h"
#include "services/survey/app/study_import_foreign.h"
#include "services/survey/app/study_import_there.h"
#include "services/survey/app/study_text_steps.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/exchange/projects/carried_text.h"
#include "services/survey/exchange/projects/project_people.h"
#include "services/survey/exchange/refi/project_file.h"
#include "services/survey/qualitative/rules/case_rules.h"
#include "services/survey/qualitative/rules/memo_rules.h"
#include "services/survey/qualitative/rules/study_place.h"
#include "services/survey/qualitative/rules/withdrawn_words.h"

namespace lotse::survey {
namespace {

using projects::MemoSubject;
using projects::StudyMaterial;
using qualitative::StudyPlace;
using type::v1alpha::PERMISSION_MATERIAL_RESTRICTED;
using type::v1alpha::PERMISSION_SURVEY_WRITE;
using v1alpha::StudyCase;

using Kind = StudyPlace::Kind;

// Checks the material of a project against the rules, and makes of it what is stored.
class ProjectImport {
 public:
  ProjectImport(const StudyFileReading& reading, const StudyMaterial& material,
                const StoredParts& stored, StudyImport* made)
      : reading_(reading),
        study_(reading.reach.name()),
        material_(material),
        stored_(stored),
        made_(*made) {}

  absl::Status Make() {
    for (const projects::TextMaterial& each : material_.texts) with_texts_.insert(each.case_guid);
    for (const projects::CaseMaterial& each : material_.cases) {
      if (absl::Status s = AddCase(each); !s.ok()) return s;
    }
    for (const projects::TextMaterial& each : material_.texts) {
      if (absl::Status s = AddText(each); !s.ok()) return s;
    }
    for (const projects::CodebookMaterial& each : material_.codebooks) AddCodebook(each);
    for (const projects::CodingMaterial& each : material_.codings) AddCoding(each);
    for (const projects::MemoMaterial& each : material_.memos) AddMemo(each);
    TakeForeign(reading_, material_.foreign,
                {cases_, texts_, codebooks_,
                 [this](const StudyCase& content) { return MayTouch(content); }},
                stored_, &made_);
    return absl::OkStatus();
  }

 private:
  const resource::Cause& cause() const { return reading_.caller.cause; }

  // No time is later than now, and what has none was made now.
  int64_t TimeOf(int64_t micros) const {
    const int64_t now = absl::ToUnixMicros(reading_.reach.now());
    return micros == 0 ? now : std::min(micros, now);
  }

  void Fail(const std::string& guid, const rpc::FieldViolations& violations) {
    for (const rpc::FieldViolation& each : violations) {
      projects::FailAt(guid, absl::StrCat("`", each.field, "` ", each.description, "."),
                       &reading_.findings);
    }
  }

  bool IsDue(const StudyCase& content) const {
    const absl::CivilDay today = types::ToCivil(types::DayInBerlin(reading_.reach.now()));
    return !qualitative::CheckTextsNotDue(content, today).empty();
  }

  // Whether the caller may lay something on a case, or on what is in it.
  bool MayTouch(const StudyCase& content) const {
    // The case may be there already, and be another one than the file says.
    if (!reading_.reach.Reaches(LastPart(content.name()))) return false;
    return !content.restricted() || cause().view.Opens(PERMISSION_MATERIAL_RESTRICTED, study_);
  }

  absl::Status AddCase(const projects::CaseMaterial& material) {
    StudyCase content = material.content;
    if (!material.is_there) {
      if (!cause().view.Opens(PERMISSION_SURVEY_WRITE, study_)) {
        return rpc::PermissionMissing(PERMISSION_SURVEY_WRITE);
      }
      if (qualitative::LeaveOutLaterConsentDays(&content)) {
        projects::WarnAt(material.guid,
                         "The day of a consent that was given anew was left out: it is after the "
                         "case.",
                         &reading_.findings);
      }
      const auto violations = qualitative::CheckCase(reading_.reach.study(), content);
      Fail(material.guid, violations);
      if (!violations.empty()) return absl::OkStatus();
      made_.cases.push_back(content);
      qualitative::SetComputed(reading_.reach.study().retention(), &content);
    }
    cases_[material.guid] = content;
    if (!with_texts_.contains(material.guid)) return absl::OkStatus();
    if (!MayTouch(content)) return rpc::PermissionMissing(PERMISSION_MATERIAL_RESTRICTED);
    if (IsDue(content)) {
      projects::FailAt(material.guid,
                       absl::StrCat("The texts of the case `", LastPart(content.name()),
                                    "` are due to be erased; none is stored any more. Leave the "
                                    "case out."),
                       &reading_.findings);
      cases_.erase(material.guid);
      return absl::OkStatus();
    }
    if (material.is_there) made_.taken_cases.push_back(content.name());
    return absl::OkStatus();
  }

  absl::Status AddText(const projects::TextMaterial& material) {
    const auto found = cases_.find(material.case_guid);
    if (found == cases_.end()) return absl::OkStatus();  // It is an ERROR already.
    const TextPlace place = {found->second.name(), material.guid};
    const auto there = stored_.texts.find(material.guid);
    if (there != stored_.texts.end() && there->second.case_id == place.case_id()) {
      return AddTextThere(found->second, there->second, material);
    }
    const auto violations = CheckToStore(place, found->second, material.content);
    Fail(material.guid, violations);
    if (!violations.empty()) return absl::OkStatus();
    const absl::Status takes =
        CheckTakesText(found->second, material.content, reading_.reach.now());
    if (!takes.ok()) return takes;
    qualitative::StoredText stored = ToStored(place, material.content);
    stored.create_time = stored.update_time = TimeOf(material.create_time);
    texts_[material.guid] = stored.case_id;
    made_.texts.push_back(std::move(stored));
    return absl::OkStatus();
  }

  // Of a text that is there programs may have lost the title or the turns: it stays as it is. It is
  // compared as it is told, also by ExportStudy: what somebody said who took their consent back is
  // compared with nothing, or whoever guesses it is told whether it is right.
  absl::Status AddTextThere(const StudyCase& in_file, const qualitative::StoredText& stored,
                            const projects::TextMaterial& material) {
    const auto in_store = stored_.cases.find(stored.case_id);
    const bool knows_case = in_store != stored_.cases.end();
    const StudyCase& content = knows_case ? in_store->second : in_file;
    v1alpha::StudyText told;
    if (absl::Status s = TellText(content.name(), stored, &told); !s.ok()) return s;
    qualitative::HideWithdrawn(content, &told);
    if (told.content() != material.content.content()) {
      projects::FailAt(material.guid,
                       "The text was changed in the study or in the file since the file was made, "
                       "or somebody took their consent back; make it anew, or leave the text out.",
                       &reading_.findings);
      return absl::OkStatus();
    }
    // An import was interrupted: the text comes into its case only now.
    if (!knows_case) {
      const absl::Status takes = CheckTakesText(content, told, reading_.reach.now());
      if (!takes.ok()) return takes;
    }
    texts_[material.guid] = stored.case_id;
    made_.revisions[stored.text_id] = stored.revision;
    made_.texts.push_back(stored);
    return absl::OkStatus();
  }

  void TakeCodebook(const projects::CodebookMaterial& material) {
    codebooks_[material.guid] = material.id;
    // The same file made it, as far as anybody can tell.
    if (material.id == reading_.head.codebook_id() ||
        material.id == projects::CodebookIdOf(material.guid)) {
      made_.codebooks_there.insert(material.id);
    }
    for (const qualitative::Code& code : material.codes.codes) {
      if (code.retired || !code.codable) closed_.insert(CodeKey(material.id, code.id));
    }
  }

  void AddCodebook(const projects::CodebookMaterial& material) {
    if (material.is_there) return TakeCodebook(material);
    rpc::FieldViolations violations;
    if (material.title.empty()) violations.push_back({"codebook.title", "missing"});
    CheckLine("codebook.title", material.title, kMaxCodebookTitleBytes, &violations);
    Fail(material.guid, violations);
    v1alpha::Codebook codebook;
    codebook.set_title(material.title);
    codebook.set_revision(1);
    SetCodes(material.codes, &codebook);
    *codebook.mutable_create_time() = types::ToTimestamp(reading_.reach.now());
    *codebook.mutable_update_time() = codebook.create_time();
    if (!made_.codebooks.emplace(material.id, std::move(codebook)).second) {
      projects::FailAt(material.guid, "Two codebooks would have one id; choose another one.",
                       &reading_.findings);
    }
    codebooks_[material.guid] = material.id;
  }

  // Whether the caller may take in what this coder did: as they see it, they may.
  bool Takes(const std::string& coder, const std::string& guid) {
    if (reading_.reach.Sees(coder)) return true;
    projects::FailAt(guid,
                     "The study is blind: whoever codes takes in their own codings and memos only.",
                     &reading_.findings);
    return false;
  }

  void AddCoding(const projects::CodingMaterial& material) {
    if (!Takes(material.coder, material.guid) || !texts_.contains(material.text_guid)) return;
    qualitative::StoredCoding coding = {
        material.guid,  material.text_guid,
        material.span,  CodeKey(codebooks_[material.codebook_guid], material.code_id),
        material.coder, TimeOf(material.create_time)};
    texts_of_codings_[material.guid] = material.text_guid;
    const auto there = stored_.codings.find(material.guid);
    if (there != stored_.codings.end() && SaidBy(there->second) != SaidBy(coding)) {
      texts_of_codings_[material.guid] = there->second.text_id;
      return projects::WarnAt(material.guid,
                              "The coding is otherwise in the study; it stays as it is there.",
                              &reading_.findings);
    }
    if (closed_.contains(coding.code_id) && !stored_.said.contains(SaidBy(coding))) {
      return projects::FailAt(material.guid,
                              "The code takes no new codings in the study: it is retired, or only "
                              "groups other codes.",
                              &reading_.findings);
    }
    made_.codings.push_back(std::move(coding));
  }

  void AddMemo(const projects::MemoMaterial& material) {
    if (!Takes(material.coder, material.guid)) return;
    rpc::FieldViolations violations;
    qualitative::CheckMemoContent("memo.content", material.content, &violations);
    Fail(material.guid, violations);
    qualitative::StoredMemo memo;
    memo.memo_id = material.guid;
    if (!SetSubject(material.subject, &memo)) return;  // What it is on is an ERROR already.
    memo.span = material.span;
    memo.coder = material.coder;
    memo.content = material.content;
    memo.create_time = TimeOf(material.create_time);
    memo.update_time = std::max(memo.create_time, TimeOf(material.update_time));
    const auto there = stored_.memos.find(memo.memo_id);
    if (there != stored_.memos.end() && !qualitative::SayTheSame(there->second, memo)) {
      return projects::WarnAt(material.guid,
                              "The memo is otherwise in the study; it stays as it is there.",
                              &reading_.findings);
    }
    made_.memos.push_back(std::move(memo));
  }

  bool SetSubject(const MemoSubject& subject, qualitative::StoredMemo* memo) {
    StudyPlace place;
    switch (subject.kind) {
      case MemoSubject::Kind::kStudy:
        break;
      case MemoSubject::Kind::kCase: {
        const auto found = cases_.find(subject.guid);
        if (found == cases_.end()) return false;
        if (!MayTouch(found->second)) {
          projects::FailAt(subject.guid,
                           "The case is restricted; a memo on it needs MATERIAL_RESTRICTED.",
                           &reading_.findings);
          return false;
        }
        memo->case_id = LastPart(found->second.name());
        place = {Kind::kCase, "", memo->case_id};
        break;
      }
      case MemoSubject::Kind::kText: {
        const auto found = texts_.find(subject.guid);
        if (found == texts_.end()) return false;
        memo->text_id = subject.guid;
        place = {Kind::kText, found->second, subject.guid};
        break;
      }
      case MemoSubject::Kind::kCodebook:
        place = {Kind::kCodebook, "", codebooks_[subject.guid]};
        break;
      case MemoSubject::Kind::kCode:
        place = {Kind::kCode, codebooks_[subject.guid], subject.code_id};
        break;
      case MemoSubject::Kind::kCoding: {
        const auto found = texts_of_codings_.find(subject.guid);
        if (found == texts_of_codings_.end()) return false;
        memo->text_id = found->second;
        place = {Kind::kCoding, "", subject.guid};
        break;
      }
    }
    memo->subject = qualitative::NameOf(study_, place);
    return true;
  }

  const StudyFileReading& reading_;
  const std::string& study_;
  const StudyMaterial& material_;
  const StoredParts& stored_;
  StudyImport& made_;
  absl::flat_hash_set<std::string> with_texts_;                     // Guids of cases.
  absl::flat_hash_map<std::string, StudyCase> cases_;               // By guid.
  absl::flat_hash_map<std::string, std::string> texts_;             // The id of the case, by guid.
  absl::flat_hash_map<std::string, std::string> codebooks_;         // The id, by guid.
  absl::flat_hash_map<std::string, std::string> texts_of_codings_;  // By guid.
  absl::flat_hash_set<std::string> closed_;  // Keys of codes of the study without new codings.
};

// The cases that the head names and that are there, by their ids.
absl::StatusOr<std::map<std::string, StudyCase>> ReadPlaces(const StudyFileReading& reading) {
  std::map<std::string, StudyCase> cases;
  const absl::Status read =
      reading.store.Read(reading.caller.patience, [&](resource::Tx& tx) -> absl::Status {
        tx.SetView(reading.caller.cause.view);
        for (const v1alpha::SourcePlace& place : reading.head.places()) {
          const std::string& id = place.study_case_id();
          if (!types::IsResourceId(id) || cases.contains(id)) continue;
          const std::string name = qualitative::NameOf(reading.reach.name(), {Kind::kCase, "", id});
          StudyCase found;
          const absl::Status loaded = LoadTextCase(tx, name, OfDeleted::kRefused, &found);
          if (absl::IsNotFound(loaded)) continue;
          if (!loaded.ok()) return loaded;
          cases[id] = std::move(found);
        }
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  return cases;
}

// A guide that is not there is left out: the study may be another one than that of the file.
absl::Status DropGuides(const StudyFileReading& reading, StudyMaterial* material) {
  return reading.store.Read(reading.caller.patience, [&](resource::Tx& tx) -> absl::Status {
    for (projects::CaseMaterial& each : material->cases) {
      if (each.is_there || each.content.guide().empty()) continue;
      const absl::Status there = tx.CheckThere(each.content.guide(), /*live=*/true);
      if (there.ok()) continue;
      projects::WarnAt(each.guid, "The study has no such guide; it was left out.",
                       &reading.findings);
      each.content.clear_guide();
    }
    return absl::OkStatus();
  });
}

}  // namespace

absl::Status ReadProjectFile(const StudyFileReading& reading, StudyImport* made) {
  auto file = refi::ReadProject(reading.file);
  if (!file.ok()) return UnreadableFile(file.status());
  if (!TakeFindings(file->findings, &reading.findings)) return absl::OkStatus();
  // Notes may lie in files of their own, which carry more than what is stored may have.
  projects::CarryInXml(&file->project, &reading.findings);
  const auto cases = ReadPlaces(reading);
  if (!cases.ok()) return cases.status();
  const auto own = ReadOwnMaterial(reading);
  if (!own.ok()) return own.status();
  const std::string own_coder = reading.reach.coder();
  StudyMaterial material = projects::ReadMaterial(
      file->project, {reading.reach.study(), reading.head, own_coder, *cases, &*own},
      &reading.findings);
  if (absl::Status s = DropGuides(reading, &material); !s.ok()) return s;
  const auto stored = ReadStoredParts(reading, material);
  if (!stored.ok()) return stored.status();
  if (!stored->texts.empty() || !stored->memos.empty() || !stored->foreign.empty()) {
    if (absl::Status s = NoteStudyRead(reading); !s.ok()) return s;
  }
  return ProjectImport(reading, material, *stored, made).Make();
}

}  // namespace lotse::survey
