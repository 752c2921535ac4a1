#include "services/survey/app/study_import_foreign.h"

#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/study_foreign.h"
#include "services/survey/exchange/projects/foreign_home.h"
#include "services/survey/exchange/projects/project_people.h"
#include "services/survey/qualitative/foreign/foreign_rules.h"
#include "services/survey/qualitative/material/coding_rows.h"
#include "services/survey/qualitative/material/foreign_rows.h"
#include "services/survey/qualitative/rules/study_place.h"

namespace lotse::survey {
namespace {

using qualitative::ForeignPlace;
using qualitative::ForeignThing;
using qualitative::ForeignTie;
using qualitative::StudyPlace;

using On = ForeignPlace::Kind;

// The things of a project with ids in the place of guids.
class ForeignImport {
 public:
  ForeignImport(const StudyFileReading& reading, const ForeignTargets& targets)
      : reading_(reading), targets_(targets) {}

  // A program may give codings new guids: then that of the study stays.
  void KnowCodings(const StoredParts& stored, const StudyImport& made) {
    absl::flat_hash_map<std::string, std::string> said;
    for (const auto& coding : stored.codings) said[SaidBy(coding.second)] = coding.first;
    for (const qualitative::StoredCoding& coding : made.codings) {
      const auto there = said.find(SaidBy(coding));
      if (there != said.end()) codings_[coding.coding_id] = there->second;
    }
  }

  void Take(std::vector<ForeignThing>* things) {
    qualitative::LeaveOut([this](const ForeignTie& tie) { return IsThere(tie.place); }, things);
    for (ForeignThing& thing : *things) {
      bool may_touch = true;
      for (ForeignTie& tie : thing.ties) may_touch &= PutId(&tie.place);
      if (!qualitative::CanBeLookedThrough(thing)) {
        projects::FailAt(thing.guid,
                         "A name, description or value has a control character, so that no "
                         "redaction could look through it; take it out of the file.",
                         &reading_.findings);
      }
      if (may_touch) continue;
      projects::FailAt(thing.guid,
                       "It is about a restricted case, which needs MATERIAL_RESTRICTED.",
                       &reading_.findings);
    }
  }

 private:
  bool IsThere(const ForeignPlace& place) const {
    switch (place.kind) {
      case On::kText:
      case On::kPart:
        return targets_.texts.contains(place.id);
      case On::kCase:
      case On::kPerson:
        return targets_.cases.contains(place.id);
      case On::kCodebook:
      case On::kCode:
        return targets_.codebooks.contains(place.id);
      // Those that are not there when it is stored are lost then.
      case On::kCoding:
      case On::kMemo:
      case On::kThing:
        return true;
    }
    return true;
  }

  // False if the caller may lay nothing there.
  bool PutId(ForeignPlace* place) const {
    switch (place->kind) {
      case On::kCase:
      case On::kPerson: {
        const v1alpha::StudyCase& content = targets_.cases.at(place->id);
        place->id = LastPart(content.name());
        return targets_.may_touch(content);
      }
      case On::kCodebook:
      case On::kCode:
        place->id = targets_.codebooks.at(place->id);
        return true;
      case On::kCoding:
        if (const auto same = codings_.find(place->id); same != codings_.end()) {
          place->id = same->second;
        }
        return true;
      default:
        return true;
    }
  }

  const StudyFileReading& reading_;
  const ForeignTargets& targets_;
  absl::flat_hash_map<std::string, std::string>
      codings_;  // Ids in the study, by those of the file.
};

// What the study has with `put` in its place.
std::vector<ForeignThing> With(const std::vector<ForeignThing>& stored,
                               const std::vector<ForeignThing>& put) {
  std::map<std::string, const ForeignThing*> by_key;
  for (const ForeignThing& thing : stored) by_key[KeyOf(thing)] = &thing;
  for (const ForeignThing& thing : put) by_key[KeyOf(thing)] = &thing;
  std::vector<ForeignThing> all;
  for (const auto& thing : by_key) all.push_back(*thing.second);
  return all;
}

void WarnOfNames(const projects::ForeignNews& news, FindingList* findings) {
  for (const std::string& guid : news.otherwise) {
    projects::WarnAt(guid, "It is otherwise in the study; it stays as it is there.", findings);
  }
  if (news.put.empty()) return;
  projects::WarnAt(
      "",
      absl::StrCat(news.put.size(),
                   " sets, links, variables and cases of another program are kept with their "
                   "names, descriptions and values. Nobody looks through these: if they name "
                   "people, leave them out (`leave_out_foreign`)."),
      findings);
}

// What is new is stored beside what is there now.
class ForeignStorer {
 public:
  ForeignStorer(sql::Connection* connection, const StudyReach& reach, WordsLeftOut* left_out)
      : connection_(*connection), reach_(reach), left_out_(*left_out) {}

  absl::Status Store(const std::vector<ForeignThing>& things) {
    const std::vector<ForeignThing> stored = qualitative::AllForeign(connection_);
    projects::ForeignNews news = projects::NewOf(ForeignSeen(stored, reach_), things);
    all_ = With(stored, news.put);
    absl::flat_hash_map<std::string, size_t> former;  // Of a thing that is there, its ties.
    for (const ForeignThing& thing : stored) former[KeyOf(thing)] = thing.ties.size();
    for (const ForeignThing& thing : news.put) {
      const auto there = former.find(KeyOf(thing));
      // New ties are behind the former ones.
      for (size_t i = there == former.end() ? 0 : there->second; i < thing.ties.size(); ++i) {
        if (absl::Status s = CheckNew(thing.ties[i]); !s.ok()) return s;
      }
    }
    if (!qualitative::ForeignTooMuch(all_).empty()) {
      return WasChanged(reach_.name(), "the study");
    }
    for (ForeignThing& thing : news.put) qualitative::PutForeign(connection_, std::move(thing));
    return absl::OkStatus();
  }

 private:
  absl::Status CheckNew(ForeignTie tie) {
    if (tie.place.kind == On::kThing) {
      return IsHidden(tie.place.id) ? WordsAreLeftOut(reach_.name()) : absl::OkStatus();
    }
    if (!qualitative::Locate(connection_, &tie) || tie.case_id.empty()) return absl::OkStatus();
    if (absl::Status s = reach_.CheckReaches(tie.case_id); !s.ok()) return s;
    if (!IsLeftOut(tie)) return absl::OkStatus();
    StudyPlace place = {StudyPlace::Kind::kCase, "", tie.case_id};
    if (!tie.text_id.empty()) place = {StudyPlace::Kind::kText, tie.case_id, tie.text_id};
    return WordsAreLeftOut(qualitative::NameOf(reach_.name(), place));
  }

  bool IsLeftOut(const ForeignTie& tie) {
    const ForeignPlace& place = tie.place;
    switch (place.kind) {
      case On::kText:
        return left_out_.Touch(connection_, tie.case_id, tie.text_id, {});
      case On::kPart:
        return left_out_.Touch(connection_, tie.case_id, tie.text_id, place.span);
      case On::kCoding: {
        const auto coding = qualitative::FindCoding(connection_, place.id);
        return coding.has_value() &&
               left_out_.Touch(connection_, tie.case_id, tie.text_id, coding->span);
      }
      case On::kMemo: {
        const auto memo = qualitative::FindMemo(connection_, place.id);
        return memo.has_value() && left_out_.TouchMemo(connection_, reach_.name(), *memo);
      }
      case On::kCase:
        return left_out_.AreAllOf(tie.case_id);
      case On::kPerson:
        return left_out_.IsOf(tie.case_id, place.within);
      default:
        return false;
    }
  }

  // Whether a thing is about nothing else: then it is not handed out, and gets nothing new.
  bool IsHidden(const std::string& key) {
    if (!hidden_.has_value()) {
      std::vector<ForeignThing> shown = all_;
      const auto is_shown = [this](ForeignTie tie) {
        return !qualitative::Locate(connection_, &tie) || !IsLeftOut(tie);
      };
      qualitative::LeaveOut(is_shown, &shown);
      hidden_.emplace();
      for (const ForeignThing& thing : all_) hidden_->insert(KeyOf(thing));
      for (const ForeignThing& thing : shown) hidden_->erase(KeyOf(thing));
    }
    return hidden_->contains(key);
  }

  sql::Connection& connection_;
  const StudyReach& reach_;
  WordsLeftOut& left_out_;
  std::vector<ForeignThing> all_;                           // As it shall be.
  std::optional<absl::flat_hash_set<std::string>> hidden_;  // Keys; only once it is asked for.
};

}  // namespace

void TakeForeign(const StudyFileReading& reading, std::vector<ForeignThing> things,
                 const ForeignTargets& targets, const StoredParts& stored, StudyImport* made) {
  if (things.empty()) return;
  if (!SeesForeign(reading.reach, things.front().coder)) {
    return projects::FailAt("",
                            "The study is blind: sets, links, variables and cases of other "
                            "programs come in as those of the coder who calls, or are left out "
                            "(`leave_out_foreign`).",
                            &reading.findings);
  }
  ForeignImport import(reading, targets);
  import.KnowCodings(stored, *made);
  import.Take(&things);
  const projects::ForeignNews news =
      projects::NewOf(ForeignSeen(stored.foreign, reading.reach), things);
  WarnOfNames(news, &reading.findings);
  const std::string most = qualitative::ForeignTooMuch(With(stored.foreign, news.put));
  if (!most.empty()) {
    projects::FailAt("",
                     absl::StrCat("The study would have more than ", most,
                                  " of other programs; take some out of the file, or leave them "
                                  "out (`leave_out_foreign`)."),
                     &reading.findings);
  }
  made->foreign = std::move(things);
}

void AddForeignCases(const std::vector<ForeignThing>& things,
                     absl::flat_hash_set<std::string>* case_ids) {
  for (const ForeignThing& thing : things) {
    for (const ForeignTie& tie : thing.ties) {
      if (tie.place.kind == On::kCase || tie.place.kind == On::kPerson) {
        case_ids->insert(tie.place.id);
      }
    }
  }
}

absl::Status WriteForeign(sql::Connection& connection, const StudyReach& reach,
                          WordsLeftOut& left_out, const std::vector<ForeignThing>& things) {
  if (things.empty()) return absl::OkStatus();
  return ForeignStorer(&connection, reach, &left_out).Store(things);
}

}  // namespace lotse::survey
