// The steps of codebooks: each is one transaction with what it does to codings.
#include "services/survey/qualitative/coding/codebook_steps.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/request.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/sha256.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/codebooks.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/qualitative/material/codebook_rows.h"
#include "services/survey/qualitative/material/foreign_rows.h"

namespace lotse::survey {
namespace {

using qualitative::Coding;
using qualitative::StoredCoding;
using qualitative::StudyStore;
using v1alpha::CodebookChange;
using v1alpha::CodebookStepResult;

using StoredCodings = absl::flat_hash_map<std::string, StoredCoding>;

// What all requests of steps have in common.
struct Asked {
  std::string study;
  std::string codebook_id;
  int64_t revision = 0;
  std::string reason;
  std::string digest;

  std::string name() const { return CodebookName(study, codebook_id); }
};

template <class Request>
Asked AskedBy(const Request& q) {
  Request bare = q;
  bare.clear_reason();
  const auto digest =
      types::Sha256(absl::StrCat(q.GetDescriptor()->full_name(), "\n", schema::BytesOf(bare)));
  return {q.parent(), q.codebook_id(), q.revision(), q.reason(),
          std::string(digest.begin(), digest.end())};
}

// A step, and how it is told.
struct Told {
  qualitative::CodebookStep step;
  CodebookChange::Verb verb = CodebookChange::VERB_UNSPECIFIED;
  std::string code;
  std::vector<std::string> others = {};
  // Codes whose codings it may touch.
  std::vector<std::string> touched = {};
};

qualitative::Code ToNewCode(const v1alpha::NewCode& asked) {
  qualitative::Code code = ToCode(asked.code());
  code.id = asked.code_id();
  code.retired = false;
  return code;
}

// The codings of some codes, also by their ids.
std::vector<Coding> CodingsOf(sql::Connection& connection, const std::string& codebook_id,
                              const std::vector<std::string>& codes, StoredCodings* stored) {
  std::vector<Coding> codings;
  for (const std::string& code : codes) {
    for (StoredCoding& each : qualitative::CodingsOfCode(connection, CodeKey(codebook_id, code))) {
      codings.push_back(
          {each.coding_id, code, each.text_id, each.span, each.coder, each.create_time / 1000});
      stored->try_emplace(each.coding_id, std::move(each));
    }
  }
  return codings;
}

void Apply(sql::Connection& connection, const std::string& codebook_id,
           const qualitative::Recoding& recoding, const StoredCodings& stored) {
  // First, so that none of the others meets one in its place.
  for (const auto& [gone, stays] : recoding.gone) {
    qualitative::ReplaceCoding(connection, stored.at(gone), stored.at(stays));
  }
  for (const auto& [coding, code] : recoding.codes) {
    qualitative::Recode(connection, stored.at(coding), CodeKey(codebook_id, code));
  }
}

// What another program has on a code that is merged goes over as its codings do.
void FollowMerge(sql::Connection& connection, const std::string& codebook_id,
                 const qualitative::CodebookStep& step) {
  const auto* const merge = std::get_if<qualitative::MergeCodes>(&step);
  if (merge == nullptr) return;
  constexpr auto kCode = qualitative::ForeignPlace::Kind::kCode;
  for (const std::string& code : merge->codes) {
    qualitative::TurnForeign(connection, {kCode, codebook_id, code},
                             {kCode, codebook_id, merge->into});
  }
}

// What of a step depends on codings that the caller does not see. Those that a split names have to
// be there for them; one that is not of the code is told by the step. Nobody is told how many there
// are that they do not see.
rpc::FieldViolations CheckShown(sql::Connection& connection, const StudyReach& reach,
                                const qualitative::Codebook& codebook,
                                const qualitative::CodebookStep& step,
                                const StoredCodings& stored) {
  if (!reach.SeesAll()) {
    rpc::FieldViolations blind = qualitative::CheckBlind(codebook, step);
    if (!blind.empty()) return blind;
  }
  const auto* const split = std::get_if<qualitative::SplitCode>(&step);
  if (split == nullptr) return {};
  const bool all_shown =
      !split->retire || std::all_of(stored.begin(), stored.end(), [&](auto& each) {
        return reach.Shows(connection, each.second);
      });
  if (!all_shown) {
    return {
        {"retire",
         "all codings of the code would be named, and you do not see those in restricted cases; "
         "keep the code, or let somebody split it who may read them",
         "dazu wären alle Codierungen des Codes zu nennen, und die in besonders geschützten Fällen "
         "sehen Sie nicht; behalten Sie den Code, oder lassen Sie jemanden teilen, der sie lesen "
         "darf"}};
  }
  for (const auto& [coding, code] : split->goes_to) {
    const auto found = stored.find(coding);
    if (found != stored.end() && reach.Shows(connection, found->second)) continue;
    return {{"assignments", "names a coding that is not one of the code; name only those"}};
  }
  return {};
}

// Leaves the codings out of what is told of a kept step that the caller does not see.
void TellShown(const StudyReach& reach, stored::StoredCodebookChange* kept) {
  LeaveOutUnseen([&](absl::string_view coder,
                     absl::string_view case_id) { return reach.ShowsOf(coder, case_id); },
                 kept);
}

// How many codings got another code, by who gave it and the case that their text is of.
void AddRecoded(sql::Connection& connection, const qualitative::Recoding& recoding,
                const StoredCodings& stored, stored::StoredCodebookChange* kept) {
  absl::flat_hash_map<std::string, std::string> case_ids;  // Of texts, by their ids.
  absl::btree_map<std::pair<std::string, std::string>, int32_t> numbers;
  for (const auto& recoded : recoding.codes) {
    const StoredCoding& coding = stored.at(recoded.first);
    const auto [case_id, is_new] = case_ids.try_emplace(coding.text_id);
    if (is_new) {
      auto place = qualitative::PlaceOf(connection, coding.text_id);
      if (place.has_value()) case_id->second = std::move(place->case_id);
    }
    ++numbers[{coding.coder, case_id->second}];
  }
  for (const auto& [of, number] : numbers) {
    auto* const part = kept->add_recoded();
    part->set_coder(of.first);
    part->set_case_id(of.second);
    part->set_codings(number);
  }
}

// If the last step of a codebook was this very one, tells it again.
absl::StatusOr<bool> WasTaken(sql::Connection& connection, const StudyReach& reach,
                              const Asked& asked, CodebookChange* told) {
  const auto changes =
      qualitative::ChangesBehind(connection, asked.codebook_id, asked.revision, /*most=*/2);
  if (changes.size() != 1) return false;
  auto last = ParseChange(changes[0].change);
  if (!last.ok()) return last.status();
  const bool is_same =
      last->request_sha256() == asked.digest && last->change().coder() == reach.coder();
  if (!is_same) return false;
  TellShown(reach, &*last);
  told->Swap(last->mutable_change());
  return true;
}

stored::StoredCodebookChange ChangeOf(const Asked& asked, const Told& told, const StudyReach& reach,
                                      const qualitative::CodebookChange& taken) {
  stored::StoredCodebookChange kept;
  CodebookChange& change = *kept.mutable_change();
  change.set_revision(taken.codebook.version);
  change.set_verb(told.verb);
  change.set_code(told.code);
  *change.mutable_others() = {told.others.begin(), told.others.end()};
  change.set_recoded(static_cast<int32_t>(taken.recoding.codes.size()));
  change.set_reason(asked.reason);
  change.set_coder(reach.coder());
  *change.mutable_change_time() = types::ToTimestamp(reach.now());
  for (const qualitative::Code& code : taken.before) {
    *kept.add_before() = ToMessage(code);
    if (code.id == told.code) *change.mutable_before() = ToMessage(code);
  }
  *kept.mutable_added() = {taken.added.begin(), taken.added.end()};
  kept.set_request_sha256(asked.digest);
  return kept;
}

// Takes a step inside a transaction over the material.
absl::Status TakeIn(sql::Connection& connection, const StudyReach& reach, const Asked& asked,
                    const Told& told, CodebookStepResult* r) {
  r->Clear();
  auto found = ReadCodebook(connection, asked.codebook_id);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return rpc::NotFound(asked.name());
  v1alpha::Codebook& codebook = **found;
  if (codebook.revision() != asked.revision) {
    const auto again = WasTaken(connection, reach, asked, r->mutable_change());
    if (!again.ok()) return again.status();
    if (!*again) {
      // Refused, and so nothing is changed.
      return qualitative::ChangeCodebook(connection, asked.codebook_id, asked.revision, "", "")
          .status();
    }
    r->mutable_codebook()->Swap(&codebook);
    return absl::OkStatus();
  }
  StoredCodings stored;
  const std::vector<Coding> codings =
      CodingsOf(connection, asked.codebook_id, told.touched, &stored);
  const qualitative::Codebook codes = CodesOf(codebook);
  rpc::FieldViolations violations = CheckShown(connection, reach, codes, told.step, stored);
  qualitative::CodebookChange taken;
  if (violations.empty()) violations = TakeStep(codes, codings, told.step, &taken);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  stored::StoredCodebookChange kept = ChangeOf(asked, told, reach, taken);
  AddRecoded(connection, taken.recoding, stored, &kept);
  SetCodes(taken.codebook, &codebook);
  *codebook.mutable_update_time() = kept.change().change_time();
  const auto revision = qualitative::ChangeCodebook(connection, asked.codebook_id, asked.revision,
                                                    ContentOf(codebook), kept.SerializeAsString());
  if (!revision.ok()) return revision.status();
  Apply(connection, asked.codebook_id, taken.recoding, stored);
  FollowMerge(connection, asked.codebook_id, told.step);
  codebook.set_revision(*revision);
  TellShown(reach, &kept);
  r->mutable_change()->Swap(kept.mutable_change());
  r->mutable_codebook()->Swap(&codebook);
  return absl::OkStatus();
}

absl::Status Take(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                  const Asked& asked, const Told& told, CodebookStepResult* r) {
  const auto reach = StudyReach::Make(store, caller, asked.study, StudyReach::For::kWriting);
  if (!reach.ok()) return reach.status();
  rpc::FieldViolations violations;
  types::CheckId("codebook_id", asked.codebook_id, &violations);
  if (asked.revision < 1) {
    violations.push_back({"revision", "missing; give that of the codebook that you decided upon"});
  }
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  const auto files = studies.Find(asked.study);
  if (!files.ok()) return files.status();
  if (*files == nullptr) return rpc::NotFound(asked.name());
  const absl::Status taken = (*files)->Add(
      [&](sql::Connection& connection) { return TakeIn(connection, *reach, asked, told, r); });
  if (!taken.ok()) return taken;
  TellChange(asked.name(), r->mutable_change());
  TellCodebook(asked.name(), r->mutable_codebook());
  return absl::OkStatus();
}

}  // namespace

absl::Status AddCode(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                     const v1alpha::AddCodeRequest& q, CodebookStepResult* r) {
  const qualitative::Code code = ToNewCode(q.code());
  return Take(store, studies, caller, AskedBy(q),
              {qualitative::AddCode{code}, CodebookChange::VERB_ADD, code.id}, r);
}

absl::Status ReviseCode(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                        const v1alpha::ReviseCodeRequest& q, CodebookStepResult* r) {
  qualitative::Code code = ToCode(q.code());
  code.id = q.code_id();
  return Take(store, studies, caller, AskedBy(q),
              {qualitative::ReviseCode{code}, CodebookChange::VERB_REVISE, code.id, {}, {code.id}},
              r);
}

absl::Status MergeCodes(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                        const v1alpha::MergeCodesRequest& q, CodebookStepResult* r) {
  const std::vector<std::string> merged(q.merged_code_ids().begin(), q.merged_code_ids().end());
  // Each once: a code that is named twice is refused, and not read twice.
  const absl::btree_set<std::string> touched = [&] {
    absl::btree_set<std::string> codes(merged.begin(), merged.end());
    codes.insert(q.code_id());
    return codes;
  }();
  return Take(store, studies, caller, AskedBy(q),
              {qualitative::MergeCodes{merged, q.code_id()},
               CodebookChange::VERB_MERGE,
               q.code_id(),
               merged,
               {touched.begin(), touched.end()}},
              r);
}

absl::Status SplitCode(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                       const v1alpha::SplitCodeRequest& q, CodebookStepResult* r) {
  qualitative::SplitCode split{q.code_id(), {}, {}, q.retire()};
  std::vector<std::string> new_ones;
  for (const v1alpha::NewCode& code : q.codes()) {
    split.into.push_back(ToNewCode(code));
    new_ones.push_back(code.code_id());
  }
  rpc::FieldViolations violations;
  if (q.assignments_size() > kMaxAssignments) {
    violations.push_back({"assignments", absl::StrCat("too many; give at most ", kMaxAssignments)});
  }
  for (int i = 0; i < q.assignments_size() && violations.empty(); ++i) {
    const v1alpha::CodeAssignment& each = q.assignments(i);
    if (split.goes_to.try_emplace(each.coding_id(), each.code_id()).second) continue;
    violations.push_back({absl::StrCat("assignments[", i, "].coding_id"), "is there twice"});
  }
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  return Take(store, studies, caller, AskedBy(q),
              {std::move(split),
               CodebookChange::VERB_SPLIT,
               q.code_id(),
               std::move(new_ones),
               {q.code_id()}},
              r);
}

absl::Status MoveCode(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                      const v1alpha::MoveCodeRequest& q, CodebookStepResult* r) {
  Told told{qualitative::MoveCode{q.code_id(), q.parent_code_id()}, CodebookChange::VERB_MOVE,
            q.code_id()};
  if (!q.parent_code_id().empty()) told.others.push_back(q.parent_code_id());
  return Take(store, studies, caller, AskedBy(q), told, r);
}

absl::Status RetireCode(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                        const v1alpha::RetireCodeRequest& q, CodebookStepResult* r) {
  const auto verb = q.reinstate() ? CodebookChange::VERB_REINSTATE : CodebookChange::VERB_RETIRE;
  return Take(store, studies, caller, AskedBy(q),
              {qualitative::RetireCode{q.code_id(), !q.reinstate()}, verb, q.code_id()}, r);
}

}  // namespace lotse::survey
