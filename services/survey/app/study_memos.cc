#include "services/survey/app/study_memos.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/uuid.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/app/words_left_out.h"
#include "services/survey/qualitative/rules/memo_rules.h"
#include "services/survey/qualitative/rules/study_place.h"

namespace lotse::survey {
namespace {

using qualitative::StoredMemo;
using qualitative::StudyPlace;
using qualitative::StudyStore;
using v1alpha::StudyMemo;

using For = StudyReach::For;
using Kind = StudyPlace::Kind;

std::string MemoName(const std::string& study, const std::string& memo_id) {
  return absl::StrCat(study, "/memos/", memo_id);
}

// Inside a transaction over the material: of a part of a text the revision is told that it is of.
void Tell(sql::Connection& connection, const std::string& study, const StoredMemo& stored,
          StudyMemo* memo) {
  memo->set_name(MemoName(study, stored.memo_id));
  memo->set_subject(stored.subject);
  if (stored.span.has_value()) {
    memo->mutable_range()->set_begin(stored.span->begin);
    memo->mutable_range()->set_end(stored.span->end);
    const auto text = qualitative::PlaceOf(connection, stored.text_id);
    if (text.has_value()) memo->set_text_revision(text->revision);
  }
  memo->set_content(stored.content);
  memo->set_coder(stored.coder);
  *memo->mutable_create_time() = types::ToTimestamp(absl::FromUnixMicros(stored.create_time));
  *memo->mutable_update_time() = types::ToTimestamp(absl::FromUnixMicros(stored.update_time));
}

absl::Status NoSubject() {
  return rpc::InvalidFields(
      {{"memo.subject",
        "not there; give the name of the study, or of a case, text, codebook, "
        "code or coding of it"}});
}

// Id of the case in which something lies by its name; empty if its name has none.
std::string CaseIn(const StudyPlace& place) {
  if (place.kind == Kind::kCase) return place.id;
  return place.kind == Kind::kText ? place.above : "";
}

// Whether what a memo is on is there for the caller; sets the text and the case that it is in.
class SubjectFinder {
 public:
  SubjectFinder(sql::Connection* connection, const StudyReach& reach)
      : connection_(*connection), reach_(reach) {}

  absl::Status Find(const StudyPlace& place, StoredMemo* memo) {
    switch (place.kind) {
      case Kind::kStudy:
        return absl::OkStatus();
      case Kind::kCase:
        memo->case_id = place.id;
        return absl::OkStatus();
      case Kind::kText:
        memo->text_id = place.id;
        memo->case_id = place.above;
        return FindText(place);
      case Kind::kCodebook:
        return FindCode(place.id, "");
      case Kind::kCode:
        return FindCode(place.above, place.id);
      case Kind::kCoding:
        return FindCoding(place.id, memo);
    }
    return NoSubject();
  }

 private:
  absl::Status FindText(const StudyPlace& place) {
    const auto text = qualitative::PlaceOf(connection_, place.id);
    return text.has_value() && text->case_id == place.above ? absl::OkStatus() : NoSubject();
  }
  // An empty `code_id` is any.
  absl::Status FindCode(const std::string& codebook_id, const std::string& code_id) {
    const auto codebook = ReadCodebook(connection_, codebook_id);
    if (!codebook.ok()) return codebook.status();
    if (!codebook->has_value()) return NoSubject();
    const auto& codes = (*codebook)->codes();
    const bool there = code_id.empty() || std::any_of(codes.begin(), codes.end(), [&](auto& code) {
                         return code.name() == code_id;
                       });
    return there ? absl::OkStatus() : NoSubject();
  }
  absl::Status FindCoding(const std::string& coding_id, StoredMemo* memo) {
    const auto coding = qualitative::FindCoding(connection_, coding_id);
    if (!coding.has_value() || !reach_.Sees(coding->coder)) return NoSubject();
    const auto text = qualitative::PlaceOf(connection_, coding->text_id);
    if (!text.has_value()) return NoSubject();
    memo->text_id = coding->text_id;
    memo->case_id = text->case_id;
    return reach_.CheckReaches(text->case_id);
  }

  sql::Connection& connection_;
  const StudyReach& reach_;
};

absl::Status TextWasChanged(const std::string& text) {
  return rpc::Error(type::v1alpha::ERROR_REASON_ETAG_MISMATCH,
                    "the positions are not of the text as it is; read it again and decide again",
                    {{"resource", text}});
}

// Stores a memo inside a transaction over the material, unless it is there; `memo` becomes what is
// stored. `revision` is that of the text that its part was checked against, `positions_of` the one
// that the caller has. Consent that is taken back after `left_out` was read hides it as the others.
absl::Status AddIn(sql::Connection& connection, const StudyReach& reach, const StudyPlace& place,
                   std::optional<int64_t> revision, int64_t positions_of, WordsLeftOut* left_out,
                   StoredMemo* memo) {
  if (auto stored = qualitative::FindMemo(connection, memo->memo_id);
      stored.has_value() && qualitative::SayTheSame(*stored, *memo)) {
    *memo = *std::move(stored);
    return absl::OkStatus();
  }
  if (revision.has_value() && *revision != positions_of) return TextWasChanged(memo->subject);
  if (absl::Status s = SubjectFinder(&connection, reach).Find(place, memo); !s.ok()) return s;
  if (revision.has_value() && qualitative::PlaceOf(connection, place.id)->revision != *revision) {
    return TextWasChanged(memo->subject);
  }
  if (left_out->TouchMemo(connection, reach.name(), *memo)) return WordsAreLeftOut(memo->subject);
  return qualitative::AddMemo(connection, *memo);
}

StoredMemo ToStore(const v1alpha::CreateStudyMemoRequest& q, absl::Time now) {
  StoredMemo memo;
  memo.memo_id = q.memo_id();
  memo.subject = q.memo().subject();
  if (q.memo().has_range()) {
    memo.span = qualitative::TextSpan{q.memo().range().begin(), q.memo().range().end()};
  }
  memo.coder = q.memo().coder();
  memo.content = q.memo().content();
  memo.create_time = memo.update_time = absl::ToUnixMicros(now);
  return memo;
}

// Checks a memo against the text that it is on, if it is on one.
absl::Status CheckContent(const StudyReach& reach, const StudyMemo& memo,
                          const PositionedText* text) {
  rpc::FieldViolations violations;
  if (text == nullptr) {
    violations = qualitative::CheckMemo(reach.study(), memo, nullptr, reach.subject());
  } else {
    const auto cuts_sign = [&](int64_t position) { return text->CutsSign(position); };
    const qualitative::TextFacts facts{text->text.size(), text->revision, cuts_sign};
    violations = qualitative::CheckMemo(reach.study(), memo, &facts, reach.subject());
  }
  return rpc::InvalidFields(violations);
}

// Finds a memo of the caller's inside a transaction over the material. RESOURCE_NOT_FOUND,
// PERMISSION_MISSING.
absl::StatusOr<StoredMemo> FindOwn(sql::Connection& connection, const StudyReach& reach,
                                   const std::string& memo_id) {
  auto memo = qualitative::FindMemo(connection, memo_id);
  if (!memo.has_value() || memo->coder != reach.coder()) {
    return rpc::NotFound(MemoName(reach.name(), memo_id));
  }
  if (absl::Status s = reach.CheckReaches(memo->case_id); !s.ok()) return s;
  return *std::move(memo);
}

// What a request says of a memo of the caller's.
struct Own {
  const std::string& study;
  const std::string& memo_id;
  rpc::FieldViolations violations = {};  // Of the rest of it.
  WordsLeftOut* left_out = nullptr;      // Read if it is given.
};
using OwnWork =
    absl::FunctionRef<absl::Status(sql::Connection&, const StudyReach&, StoredMemo memo)>;

// Does something that overwrites a memo of the caller's.
absl::Status OverwriteOwn(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                          Own own, OwnWork work) {
  const auto reach = StudyReach::Make(store, caller, own.study, For::kWriting);
  if (!reach.ok()) return reach.status();
  if (!types::IsUuid(own.memo_id)) {
    own.violations.push_back({"memo_id", "missing or not the id of a memo; give a UUID"});
  }
  if (absl::Status s = rpc::InvalidFields(own.violations); !s.ok()) return s;
  const auto files = studies.Find(own.study);
  if (!files.ok()) return files.status();
  if (*files == nullptr || reach->coder().empty()) {
    return rpc::NotFound(MemoName(own.study, own.memo_id));
  }
  if (own.left_out != nullptr) {
    auto left_out = WordsLeftOut::Make(store, caller, own.study, /*case_id=*/"");
    if (!left_out.ok()) return left_out.status();
    *own.left_out = *std::move(left_out);
  }
  // What an earlier change could not overwrite, perhaps this very one: it may find nothing to do.
  if (absl::Status s = (*files)->Tidy(); !s.ok()) return s;
  return (*files)->Overwrite([&](sql::Connection& connection) -> absl::Status {
    auto memo = FindOwn(connection, *reach, own.memo_id);
    if (!memo.ok()) return memo.status();
    return work(connection, *reach, *std::move(memo));
  });
}

}  // namespace

absl::Status CreateStudyMemo(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                             const v1alpha::CreateStudyMemoRequest& q, StudyMemo* r) {
  const auto reach = StudyReach::Make(store, caller, q.parent(), For::kWriting);
  if (!reach.ok()) return reach.status();
  if (!types::IsRandomUuid(q.memo_id())) {
    return rpc::InvalidFields({{"memo_id", "not a random UUID; give version 4 in lower case"}});
  }
  const auto place = qualitative::ReadStudyPlace(q.parent(), q.memo().subject());
  if (!place.has_value()) return NoSubject();
  if (const std::string case_id = CaseIn(*place); !case_id.empty()) {
    const absl::Status live = CheckLiveCase(store, caller, *reach, case_id, NoSubject());
    if (!live.ok()) return live;
  }
  std::optional<PositionedText> text;
  if (place->kind == Kind::kText) {
    const auto files = studies.Find(q.parent());
    if (!files.ok()) return files.status();
    auto found = ReadPositions(files->get(), caller.patience, place->id);
    if (!found.ok()) return found.status();
    if (!found->has_value()) return NoSubject();
    text = *std::move(found);
  }
  const absl::Status fits = CheckContent(*reach, q.memo(), text.has_value() ? &*text : nullptr);
  if (!fits.ok()) return fits;
  // Where a part of the text was checked, it has to be the same still.
  std::optional<int64_t> revision;
  if (text.has_value() && q.memo().has_range()) revision = text->revision;
  auto left_out = WordsLeftOut::Make(store, caller, q.parent(), CaseIn(*place));
  if (!left_out.ok()) return left_out.status();
  const auto files = studies.Make(q.parent());
  if (!files.ok()) return files.status();
  StoredMemo stored;
  return (*files)->Add([&](sql::Connection& connection) {
    stored = ToStore(q, reach->now());
    const absl::Status added =
        AddIn(connection, *reach, *place, revision, q.memo().text_revision(), &*left_out, &stored);
    if (!added.ok()) return added;
    r->Clear();
    Tell(connection, q.parent(), stored, r);
    return absl::OkStatus();
  });
}

absl::Status ChangeStudyMemo(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                             const v1alpha::ChangeStudyMemoRequest& q, StudyMemo* r) {
  rpc::FieldViolations violations;
  qualitative::CheckMemoContent("content", q.content(), &violations);
  WordsLeftOut left_out;
  const auto change = [&](sql::Connection& connection, const StudyReach& reach, StoredMemo memo) {
    // As where one is made: what is there already is nothing new on words that are hidden.
    if (memo.content != q.content() && left_out.TouchMemo(connection, q.parent(), memo)) {
      return WordsAreLeftOut(memo.subject);
    }
    memo.content = q.content();
    memo.update_time = absl::ToUnixMicros(reach.now());
    r->Clear();
    Tell(connection, q.parent(), memo, r);
    return qualitative::ChangeMemo(connection, q.memo_id(), memo.coder, memo.content,
                                   memo.update_time);
  };
  return OverwriteOwn(store, studies, caller,
                      {q.parent(), q.memo_id(), std::move(violations), &left_out}, change);
}

absl::Status DeleteStudyMemo(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                             const v1alpha::DeleteStudyMemoRequest& q,
                             v1alpha::DeleteStudyMemoResponse*) {
  const auto remove = [&](sql::Connection& connection, const StudyReach&, const StoredMemo&) {
    qualitative::RemoveMemo(connection, q.memo_id());
    return absl::OkStatus();
  };
  return OverwriteOwn(store, studies, caller, {q.parent(), q.memo_id()}, remove);
}

absl::Status ListStudyMemos(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                            const v1alpha::ListStudyMemosRequest& q,
                            v1alpha::ListStudyMemosResponse* r) {
  const auto size = rpc::CheckPageSize(q.page_size());
  if (!size.ok()) return size.status();
  const std::string list = absl::StrCat("memos\n", q.parent(), "\n", q.subject());
  const auto position = rpc::ReadPageToken(store.token_key(), list, q.page_token());
  if (!position.ok()) return position.status();
  const auto reach = StudyReach::Make(store, caller, q.parent(), For::kReading);
  if (!reach.ok()) return reach.status();
  std::string case_id;
  if (!q.subject().empty()) {
    const auto place = qualitative::ReadStudyPlace(q.parent(), q.subject());
    if (!place.has_value()) {
      return rpc::InvalidFields({{"subject", "not the name of something in the study"}});
    }
    case_id = CaseIn(*place);
    if (absl::Status s = reach->CheckReaches(case_id); !s.ok()) return s;
  }
  const auto files = studies.Find(q.parent());
  if (!files.ok()) return files.status();
  if (*files == nullptr) return absl::OkStatus();
  auto left_out = WordsLeftOut::Make(store, caller, q.parent(), case_id);
  if (!left_out.ok()) return left_out.status();
  return (*files)->Read(caller.patience, [&](sql::Connection& connection) {
    r->Clear();
    const qualitative::MemoPage page = qualitative::MemosBehind(
        connection, {q.subject(), *position, *size, resource::Tx::kMaxPageBytes});
    for (const StoredMemo& memo : page.memos) {
      if (!reach->Sees(memo.coder) || !reach->Reaches(memo.case_id)) continue;
      if (left_out->TouchMemo(connection, q.parent(), memo)) continue;
      Tell(connection, q.parent(), memo, r->add_memos());
    }
    if (page.more) {
      r->set_next_page_token(
          rpc::MakePageToken(store.token_key(), list, page.memos.back().memo_id));
    }
    return absl::OkStatus();
  });
}

}  // namespace lotse::survey
