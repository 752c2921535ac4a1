#include "services/survey/app/study_material_reading.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "lotse/survey/v1alpha/guide.pb.h"
#include "runtime/rpc/error.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/study_corpus.h"
#include "services/survey/app/study_foreign.h"
#include "services/survey/app/study_text_steps.h"
#include "services/survey/exchange/codings/coding_rows.h"
#include "services/survey/exchange/projects/project_words.h"
#include "services/survey/qualitative/material/codebook_rows.h"
#include "services/survey/qualitative/rules/study_place.h"
#include "services/survey/qualitative/rules/withdrawn_words.h"

namespace lotse::survey {
namespace {

using projects::MemoSubject;
using projects::StudyMaterial;
using qualitative::StoredCoding;
using qualitative::StoredMemo;
using qualitative::StudyPlace;
using v1alpha::StudyCase;

using Kind = StudyPlace::Kind;

// Rows that are read at a time.
constexpr int kReadBatch = 1000;

// Reads inside a transaction over the material.
class MaterialRows {
 public:
  // `cases` are those that are handed out, by their ids.
  MaterialRows(sql::Connection* connection, const StudyReach& reach, const WantedTexts& wanted,
               const absl::flat_hash_map<std::string, const projects::CaseMaterial*>& cases,
               FindingList* findings, StudyMaterial* material)
      : connection_(*connection),
        reach_(reach),
        wanted_(wanted),
        cases_(cases),
        findings_(*findings),
        material_(*material) {}

  absl::Status Read() {
    if (absl::Status s = ReadCodebooks(); !s.ok()) return s;
    for (const projects::CaseMaterial& each : material_.cases) {
      if (absl::Status s = ReadTexts(each); !s.ok()) return s;
    }
    for (const auto& [text_id, guid] : texts_) {
      for (const StoredCoding& coding : qualitative::CodingsOfText(connection_, text_id)) {
        AddCoding(coding, guid);
      }
      if (absl::Status s = CheckSize(); !s.ok()) return s;
    }
    if (absl::Status s = ReadMemos(); !s.ok()) return s;
    WarnOfLeftOut();
    // A table has none of it.
    if (!wanted_.only_memos_of_codings) {
      ReadForeign(
          connection_, reach_,
          [this](const qualitative::ForeignPlace& place) { return GuidOf(place); }, &findings_,
          &material_);
    }
    return absl::OkStatus();
  }

 private:
  // What a coding or memo takes beside its words.
  static constexpr size_t kBytesOfPart = 256;

  absl::Status CheckSize() const {
    if (bytes_ <= wanted_.most_bytes) return absl::OkStatus();
    return rpc::InvalidFields({{std::string(wanted_.field),
                                absl::StrCat("the study has more than ", wanted_.most_bytes >> 20,
                                             " MiB of what is asked for; ", wanted_.advice)}});
  }

  bool Wants(const qualitative::StoredText& text) {
    if (wanted_.titles != nullptr && !wanted_.titles->contains(text.title) &&
        !wanted_.titles->contains(codings::NameAmongSame(text.title, text.case_id, text.text_id))) {
      return false;
    }
    return !wanted_.only_coded || !qualitative::CodingsOfText(connection_, text.text_id).empty();
  }

  std::string GuidIn(Kind kind, const std::string& id) const {
    return projects::GuidOf(id, qualitative::NameOf(reach_.name(), {kind, "", id}));
  }

  absl::Status ReadCodebooks() {
    for (const auto& each : qualitative::AllCodebooks(connection_)) {
      auto codebook = ReadCodebook(connection_, each.codebook_id);
      if (!codebook.ok()) return codebook.status();
      projects::CodebookMaterial& made = material_.codebooks.emplace_back();
      made.guid = GuidIn(Kind::kCodebook, each.codebook_id);
      made.id = each.codebook_id;
      made.title = (*codebook)->title();
      made.codes = CodesOf(**codebook);
    }
    return absl::OkStatus();
  }

  absl::Status ReadTexts(const projects::CaseMaterial& one) {
    const std::string case_id = LastPart(one.content.name());
    std::string last;
    while (true) {
      const auto page = qualitative::TextsBehind(connection_, case_id, last, kReadBatch);
      if (page.empty()) return absl::OkStatus();
      for (const qualitative::StoredText& each : page) {
        ++material_.titles[each.title];
        if (!Wants(each)) continue;
        if (absl::Status s = AddText(one, each.text_id); !s.ok()) return s;
        if (absl::Status s = CheckSize(); !s.ok()) return s;
      }
      last = page.back().text_id;
    }
  }

  absl::Status AddText(const projects::CaseMaterial& one, const std::string& text_id) {
    auto stored = qualitative::FindText(connection_, text_id);
    projects::TextMaterial made;
    const std::string name = one.content.name();
    if (absl::Status s = TellText(name, *stored, &made.content); !s.ok()) return s;
    made.guid = projects::GuidOf(text_id, made.content.name());
    made.case_guid = one.guid;
    made.create_time = stored->create_time;
    if (qualitative::HideWithdrawn(one.content, &made.content)) {
      findings_.Warn(0, made.guid,
                     "What people said who took their consent back was replaced by `█`.");
    }
    // Also of turns of nobody who is known, as everywhere else where codings are told.
    AskedText asked;
    if (!SetTurns(one.content, std::move(stored->turns), &asked)) {
      left_out_.try_emplace(text_id);
    } else if (!asked.left_out.empty()) {
      asked.turns.clear();
      left_out_.try_emplace(text_id, std::move(asked));
    }
    texts_[text_id] = made.guid;
    bytes_ += made.content.ByteSizeLong();
    material_.texts.push_back(std::move(made));
    return absl::OkStatus();
  }

  // Whether a part of a text touches what is left out of it.
  bool IsLeftOut(const std::string& text_id, qualitative::TextSpan part) const {
    const auto found = left_out_.find(text_id);
    if (found == left_out_.end()) return false;
    return !found->second.has_value() || TouchesLeftOut(*found->second, part);
  }

  void WarnOfLeftOut() {
    if (codings_left_out_ + memos_left_out_ == 0) return;
    findings_.Warn(0, "",
                   absl::StrCat(codings_left_out_, " codings and ", memos_left_out_,
                                " memos were left out: they lie on what people said who took "
                                "their consent back."));
  }

  void AddCoding(const StoredCoding& stored, const std::string& text_guid) {
    if (!reach_.Sees(stored.coder)) return;
    if (IsLeftOut(stored.text_id, stored.span)) {
      // With the memos on it.
      barred_.insert(stored.coding_id);
      ++codings_left_out_;
      return;
    }
    const std::pair<std::string, std::string> code =
        absl::StrSplit(stored.code_id, absl::MaxSplits('/', 1));
    projects::CodingMaterial& made = material_.codings.emplace_back();
    made.guid = GuidIn(Kind::kCoding, stored.coding_id);
    made.text_guid = text_guid;
    made.span = stored.span;
    made.codebook_guid = GuidIn(Kind::kCodebook, code.first);
    made.code_id = code.second;
    made.coder = stored.coder;
    made.create_time = stored.create_time;
    codings_[stored.coding_id] = made.guid;
    bytes_ += kBytesOfPart;
  }

  absl::Status ReadMemos() {
    std::string last;
    bool more = true;
    while (more) {
      const qualitative::MemoPage page = qualitative::MemosBehind(
          connection_, {"", last, kReadBatch, resource::Tx::kMaxPageBytes});
      for (const StoredMemo& memo : page.memos) AddMemo(memo);
      if (absl::Status s = CheckSize(); !s.ok()) return s;
      more = page.more && !page.memos.empty();
      if (more) last = page.memos.back().memo_id;
    }
    return absl::OkStatus();
  }

  void AddMemo(const StoredMemo& stored) {
    if (!reach_.Sees(stored.coder)) return;
    const auto place = qualitative::ReadStudyPlace(reach_.name(), stored.subject);
    if (!place.has_value()) return;
    if (wanted_.only_memos_of_codings && place->kind != Kind::kCoding) return;
    if (LiesOnLeftOut(*place, stored)) {
      ++memos_left_out_;
      return;
    }
    auto subject = SubjectOf(*place);
    if (!subject.has_value()) return;
    projects::MemoMaterial& made = material_.memos.emplace_back();
    made.guid =
        projects::GuidOf(stored.memo_id, absl::StrCat(reach_.name(), "/memos/", stored.memo_id));
    memos_[stored.memo_id] = made.guid;
    made.subject = *std::move(subject);
    made.span = stored.span;
    made.coder = stored.coder;
    made.content = stored.content;
    made.create_time = stored.create_time;
    made.update_time = stored.update_time;
    bytes_ += stored.content.size() + kBytesOfPart;
  }

  // What such a memo says may repeat what was said there.
  bool LiesOnLeftOut(const StudyPlace& place, const StoredMemo& stored) const {
    if (place.kind == Kind::kCoding) return barred_.contains(place.id);
    return place.kind == Kind::kText && stored.span.has_value() &&
           IsLeftOut(place.id, *stored.span);
  }

  // nullopt if it is on something that is not handed out.
  std::optional<MemoSubject> SubjectOf(const StudyPlace& place) const {
    switch (place.kind) {
      case Kind::kStudy:
        return MemoSubject{};
      case Kind::kCase: {
        const auto found = cases_.find(place.id);
        if (found == cases_.end()) return std::nullopt;
        return MemoSubject{MemoSubject::Kind::kCase, found->second->guid, ""};
      }
      case Kind::kText:
        return SubjectIn(texts_, MemoSubject::Kind::kText, place.id);
      case Kind::kCodebook:
        return MemoSubject{MemoSubject::Kind::kCodebook, GuidIn(Kind::kCodebook, place.id), ""};
      case Kind::kCode:
        return MemoSubject{MemoSubject::Kind::kCode, GuidIn(Kind::kCodebook, place.above),
                           place.id};
      case Kind::kCoding:
        return SubjectIn(codings_, MemoSubject::Kind::kCoding, place.id);
    }
    return std::nullopt;
  }

  // By which guid something is handed out; nullopt if it is not.
  std::optional<std::string> GuidOf(const qualitative::ForeignPlace& place) {
    using On = qualitative::ForeignPlace::Kind;
    switch (place.kind) {
      case On::kText:
        // Of which nothing may be used: it is about those who spoke in it.
        if (IsLeftOut(place.id, {})) return std::nullopt;
        return FoundIn(texts_, place.id);
      case On::kPart:
        if (IsLeftOut(place.id, place.span)) return std::nullopt;
        return FoundIn(texts_, place.id);
      case On::kCoding:
        return FoundIn(codings_, place.id);
      case On::kMemo:
        return FoundIn(memos_, place.id);
      case On::kCase:
      case On::kPerson: {
        const auto found = cases_.find(place.id);
        if (found == cases_.end()) return std::nullopt;
        const qualitative::CaseVoices& voices = VoicesOf(*found->second);
        // Whose pseudonym was erased may have taken consent back too.
        const bool is_shown =
            place.kind == On::kPerson ? voices.Knows(place.within) : !voices.AllWithdrew();
        if (!is_shown) return std::nullopt;
        return found->second->guid;
      }
      case On::kCodebook:
      case On::kCode:
        return GuidIn(Kind::kCodebook, place.id);
      case On::kThing:
        return place.id;
    }
    return std::nullopt;
  }

  const qualitative::CaseVoices& VoicesOf(const projects::CaseMaterial& one) {
    return voices_.try_emplace(one.guid, one.content).first->second;
  }

  static std::optional<std::string> FoundIn(
      const absl::flat_hash_map<std::string, std::string>& guids, const std::string& id) {
    const auto found = guids.find(id);
    if (found == guids.end()) return std::nullopt;
    return found->second;
  }

  static std::optional<MemoSubject> SubjectIn(
      const absl::flat_hash_map<std::string, std::string>& guids, MemoSubject::Kind kind,
      const std::string& id) {
    const auto found = guids.find(id);
    if (found == guids.end()) return std::nullopt;
    return MemoSubject{kind, found->second, ""};
  }

  sql::Connection& connection_;
  const StudyReach& reach_;
  const WantedTexts& wanted_;
  const absl::flat_hash_map<std::string, const projects::CaseMaterial*>& cases_;
  FindingList& findings_;
  StudyMaterial& material_;
  absl::flat_hash_map<std::string, std::string> texts_;    // Guids, by id.
  absl::flat_hash_map<std::string, std::string> codings_;  // The same.
  absl::flat_hash_map<std::string, std::string> memos_;    // The same.
  // What is left out of texts, by their ids; nullopt: nothing of the text is taken.
  absl::flat_hash_map<std::string, std::optional<AskedText>> left_out_;
  absl::flat_hash_set<std::string> barred_;  // Ids of codings that lie on it.
  absl::flat_hash_map<std::string, qualitative::CaseVoices> voices_;  // Of cases, by guid.
  size_t bytes_ = 0;                                                  // Of what was read.
  int codings_left_out_ = 0;
  int memos_left_out_ = 0;
};

// Reads the cases that are handed out, and counts the guides.
absl::Status ReadCases(resource::Tx& tx, const StudyReach& reach, FindingList* findings,
                       StudyMaterial* material) {
  StudyCase one;
  int barred = 0;
  const absl::Status read = tx.ForEach(reach.name(), &one, [&] {
    if (!reach.Reaches(LastPart(one.name()))) {
      ++barred;
      return absl::OkStatus();
    }
    material->cases.push_back(
        {projects::GuidOf(LastPart(one.name()), one.name()), /*is_there=*/true, one});
    return absl::OkStatus();
  });
  if (barred > 0) {
    findings->Warn(0, "",
                   absl::StrCat(barred,
                                " restricted cases were left out; they need "
                                "MATERIAL_RESTRICTED."));
  }
  if (!read.ok()) return read;
  v1alpha::Guide guide;
  return tx.ForEach(reach.name(), &guide, [&] {
    ++material->guides;
    return absl::OkStatus();
  });
}

}  // namespace

absl::StatusOr<StudyMaterial> ReadStudyMaterial(resource::Store& store,
                                                qualitative::StudyStore& studies,
                                                const OnBehalf& caller, const StudyReach& reach,
                                                FindingList* findings, const WantedTexts& wanted) {
  StudyMaterial material;
  const v1alpha::Study& study = reach.study();
  if (study.title().variants_size() > 0) material.title = study.title().variants(0).text();
  const absl::Status cases = store.Read(
      caller.patience, [&](resource::Tx& tx) { return ReadCases(tx, reach, findings, &material); });
  if (!cases.ok()) return cases;
  const auto files = studies.Find(reach.name());
  if (!files.ok()) return files.status();
  if (*files == nullptr) return material;
  absl::flat_hash_map<std::string, const projects::CaseMaterial*> by_id;
  for (const auto& each : material.cases) by_id[LastPart(each.content.name())] = &each;
  const absl::Status read = (*files)->Read(caller.patience, [&](sql::Connection& connection) {
    return MaterialRows(&connection, reach, wanted, by_id, findings, &material).Read();
  });
  if (!read.ok()) return read;
  return material;
}

}  // namespace lotse::survey
