#include "services/survey/app/codings.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/uuid.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/app/words_left_out.h"
#include "services/survey/qualitative/material/foreign_rows.h"
#include "services/survey/qualitative/rules/coding_rules.h"
#include "services/survey/qualitative/rules/study_place.h"

namespace lotse::survey {
namespace {

using qualitative::ReadStudyPlace;
using qualitative::StoredCoding;
using qualitative::StudyPlace;
using qualitative::StudyStore;
using qualitative::TextPlace;
using v1alpha::Coding;

using For = StudyReach::For;
using Kind = StudyPlace::Kind;

// Codings that are read at a time, and that one page looks at.
constexpr int kBatch = 1000;
constexpr int kMaxLookedAt = 10'000;

std::string CodingName(const std::string& study, const std::string& coding_id) {
  return qualitative::NameOf(study, {Kind::kCoding, "", coding_id});
}

// The names in a request to code.
struct Named {
  StudyPlace text;
  StudyPlace code;
};

absl::StatusOr<Named> ReadNames(const v1alpha::CreateCodingRequest& q) {
  rpc::FieldViolations violations;
  if (!types::IsRandomUuid(q.coding_id())) {
    violations.push_back({"coding_id", "not a random UUID; give version 4 in lower case"});
  }
  const auto text = ReadStudyPlace(q.parent(), q.coding().text());
  if (!text.has_value() || text->kind != Kind::kText) {
    violations.push_back({"coding.text", "not the name of a text of the study"});
  }
  const auto code = ReadStudyPlace(q.parent(), q.coding().code());
  if (!code.has_value() || code->kind != Kind::kCode) {
    violations.push_back({"coding.code", "not the name of a code of the study"});
  }
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  return Named{*text, *code};
}

absl::Status NoText() {
  return rpc::InvalidFields({{"coding.text", "not there; give the name of a text of the study"}});
}

// The code that is named; nullopt if there is none.
absl::StatusOr<std::optional<qualitative::Code>> FindCode(sql::Connection& connection,
                                                          const StudyPlace& place) {
  const auto codebook = ReadCodebook(connection, place.above);
  if (!codebook.ok()) return codebook.status();
  if (!codebook->has_value()) return std::optional<qualitative::Code>();
  for (const v1alpha::StudyCode& code : (*codebook)->codes()) {
    if (code.name() == place.id) return ToCode(code);
  }
  return std::optional<qualitative::Code>();
}

// Stores a coding inside a transaction over the material. Should somebody take their consent back
// after `left_out` was read, it is stored, and as hidden as those that were there before.
absl::Status AddIn(sql::Connection& connection, const StudyReach& reach, const Named& named,
                   const v1alpha::CreateCodingRequest& q, const PositionedText& text,
                   WordsLeftOut* left_out, Coding* r) {
  const auto place = qualitative::PlaceOf(connection, named.text.id);
  if (!place.has_value() || place->case_id != named.text.above) return NoText();
  const auto cuts_sign = [&](int64_t position) { return text.CutsSign(position); };
  // As it is now: it may have changed since it was read.
  const qualitative::TextFacts facts{text.text.size(), place->revision, cuts_sign};
  if (absl::Status s = CheckTextRevision(q.coding(), facts); !s.ok()) return s;
  const auto code = FindCode(connection, named.code);
  if (!code.ok()) return code.status();
  const auto violations = CheckCoding(reach.study(), q.coding(), facts,
                                      code->has_value() ? &**code : nullptr, reach.subject());
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  const qualitative::TextSpan span{q.coding().range().begin(), q.coding().range().end()};
  if (left_out->Touch(connection, named.text.above, named.text.id, span)) {
    return WordsAreLeftOut(q.coding().text());
  }
  const auto stored = qualitative::AddCoding(
      connection, {q.coding_id(), named.text.id, span, CodeKey(named.code.above, named.code.id),
                   q.coding().coder(), absl::ToUnixMicros(reach.now())});
  if (!stored.ok()) return stored.status();
  r->Clear();
  TellCoding(reach.name(), *stored, *place, r);
  return absl::OkStatus();
}

// What is asked for in a list.
struct Wanted {
  StudyPlace place;  // The study: anywhere.
  std::string code;  // Empty: any.
  std::string coder;
};

absl::StatusOr<Wanted> ReadWanted(const v1alpha::ListCodingsRequest& q, const StudyReach& reach) {
  rpc::FieldViolations violations;
  Wanted wanted;
  wanted.coder = q.coder();
  if (!q.place().empty()) {
    const auto place = ReadStudyPlace(q.parent(), q.place());
    if (!place.has_value() || (place->kind != Kind::kCase && place->kind != Kind::kText)) {
      violations.push_back({"place", "not the name of a case or of a text of the study"});
    } else {
      wanted.place = *place;
    }
  }
  if (!q.code().empty()) {
    const auto code = ReadStudyPlace(q.parent(), q.code());
    if (!code.has_value() || code->kind != Kind::kCode) {
      violations.push_back({"code", "not the name of a code of the study"});
    } else {
      wanted.code = CodeKey(code->above, code->id);
    }
  }
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  const bool is_text = wanted.place.kind == Kind::kText;
  if (absl::Status s = reach.CheckReaches(is_text ? wanted.place.above : wanted.place.id);
      !s.ok()) {
    return s;
  }
  return wanted;
}

// Where a page begins, as its token has it.
std::string PositionOf(const StoredCoding& last) {
  return absl::StrCat(last.text_id, "\n", last.span.begin, "\n", last.span.end, "\n", last.code_id,
                      "\n", last.coder);
}

StoredCoding ReadPosition(const Wanted& wanted, const std::string& position) {
  StoredCoding last;
  last.span = {-1, -1};
  if (wanted.place.kind == Kind::kText) last.text_id = wanted.place.id;
  const std::vector<std::string> parts = absl::StrSplit(position, '\n');
  // Whatever was given out has all of them.
  if (parts.size() != 5 || !absl::SimpleAtoi(parts[1], &last.span.begin) ||
      !absl::SimpleAtoi(parts[2], &last.span.end)) {
    return last;
  }
  last.text_id = parts[0];
  last.code_id = parts[3];
  last.coder = parts[4];
  return last;
}

// Reads a page of codings inside a transaction over the material.
class PageReader {
 public:
  PageReader(sql::Connection* connection, const StudyReach& reach, const Wanted& wanted,
             WordsLeftOut* left_out)
      : connection_(*connection), reach_(reach), wanted_(wanted), left_out_(*left_out) {}

  // Adds codings behind `*last`, which becomes the last one that was looked at; whether there may
  // be more.
  bool Read(int size, StoredCoding* last, v1alpha::ListCodingsResponse* r) {
    for (int looked_at = 0; looked_at < kMaxLookedAt; looked_at += kBatch) {
      const auto batch = qualitative::CodingsBehind(connection_, *last, kBatch);
      for (const StoredCoding& coding : batch) {
        if (IsBehindText(coding)) return false;
        *last = coding;
        Add(coding, r);
        if (r->codings_size() >= size) return true;
      }
      if (batch.size() < static_cast<size_t>(kBatch)) return false;
    }
    return true;
  }

 private:
  bool IsBehindText(const StoredCoding& coding) const {
    return wanted_.place.kind == Kind::kText && coding.text_id != wanted_.place.id;
  }
  void Add(const StoredCoding& coding, v1alpha::ListCodingsResponse* r) {
    if (!wanted_.code.empty() && coding.code_id != wanted_.code) return;
    if (!wanted_.coder.empty() && coding.coder != wanted_.coder) return;
    if (!reach_.Sees(coding.coder)) return;
    const TextPlace& text = PlaceOf(coding.text_id);
    if (!reach_.Reaches(text.case_id)) return;
    if (wanted_.place.kind == Kind::kCase && text.case_id != wanted_.place.id) return;
    if (left_out_.Touch(connection_, text.case_id, coding.text_id, coding.span)) return;
    TellCoding(reach_.name(), coding, text, r->add_codings());
  }
  const TextPlace& PlaceOf(const std::string& text_id) {
    const auto [it, is_new] = places_.try_emplace(text_id);
    if (is_new) it->second = qualitative::PlaceOf(connection_, text_id).value_or(TextPlace());
    return it->second;
  }

  sql::Connection& connection_;
  const StudyReach& reach_;
  const Wanted& wanted_;
  WordsLeftOut& left_out_;
  absl::flat_hash_map<std::string, TextPlace> places_;
};

}  // namespace

void TellCoding(const std::string& study, const StoredCoding& stored, const TextPlace& text,
                Coding* coding) {
  coding->set_name(CodingName(study, stored.coding_id));
  coding->set_text(qualitative::NameOf(study, {Kind::kText, text.case_id, stored.text_id}));
  coding->mutable_range()->set_begin(stored.span.begin);
  coding->mutable_range()->set_end(stored.span.end);
  coding->set_code(CodeName(study, stored.code_id));
  coding->set_coder(stored.coder);
  coding->set_text_revision(text.revision);
  *coding->mutable_create_time() = types::ToTimestamp(absl::FromUnixMicros(stored.create_time));
}

absl::Status CreateCoding(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                          const v1alpha::CreateCodingRequest& q, Coding* r) {
  const auto reach = StudyReach::Make(store, caller, q.parent(), For::kWriting);
  if (!reach.ok()) return reach.status();
  const auto named = ReadNames(q);
  if (!named.ok()) return named.status();
  const absl::Status taken = CheckLiveCase(store, caller, *reach, named->text.above, NoText());
  if (!taken.ok()) return taken;
  const auto files = studies.Find(q.parent());
  if (!files.ok()) return files.status();
  // Before the transaction: a long text takes its time.
  const auto text = ReadPositions(files->get(), caller.patience, named->text.id);
  if (!text.ok()) return text.status();
  if (!text->has_value()) return NoText();
  auto left_out = WordsLeftOut::Make(store, caller, q.parent(), named->text.above);
  if (!left_out.ok()) return left_out.status();
  return AddCodings(store, caller, q.parent(), **files,
                    [&](sql::Connection& connection, const StudyReach& now) {
                      return AddIn(connection, now, *named, q, **text, &*left_out, r);
                    });
}

absl::Status DeleteCoding(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                          const v1alpha::DeleteCodingRequest& q, v1alpha::DeleteCodingResponse*) {
  const auto reach = StudyReach::Make(store, caller, q.parent(), For::kWriting);
  if (!reach.ok()) return reach.status();
  if (!types::IsUuid(q.coding_id())) {
    return rpc::InvalidFields({{"coding_id", "missing or not the id of a coding; give a UUID"}});
  }
  const absl::Status none = rpc::NotFound(CodingName(q.parent(), q.coding_id()));
  const std::string coder = reach->coder();
  const auto files = studies.Find(q.parent());
  if (!files.ok()) return files.status();
  if (*files == nullptr || coder.empty()) return none;
  // What an earlier change could not overwrite, perhaps this very one: it may find nothing to do.
  if (absl::Status s = (*files)->Tidy(); !s.ok()) return s;
  const auto remove = [&](sql::Connection& connection) -> absl::Status {
    const auto coding = qualitative::FindCoding(connection, q.coding_id());
    if (!coding.has_value() || coding->coder != coder) return none;
    const auto text = qualitative::PlaceOf(connection, coding->text_id);
    if (text.has_value()) {
      if (absl::Status s = reach->CheckReaches(text->case_id); !s.ok()) return s;
    }
    qualitative::RemoveCoding(connection, q.coding_id());
    return absl::OkStatus();
  };
  // A coding has no words. What another program has of it does, and goes with it.
  bool has_words = false;
  const absl::Status removed = (*files)->Add([&](sql::Connection& connection) {
    has_words =
        qualitative::IsTiedTo(connection, qualitative::ForeignPlace::Kind::kCoding, q.coding_id());
    return has_words ? none : remove(connection);
  });
  return has_words ? (*files)->Overwrite(remove) : removed;
}

absl::Status ListCodings(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                         const v1alpha::ListCodingsRequest& q, v1alpha::ListCodingsResponse* r) {
  const auto size = rpc::CheckPageSize(q.page_size());
  if (!size.ok()) return size.status();
  const std::string list =
      absl::StrCat("codings\n", q.parent(), "\n", q.place(), "\n", q.code(), "\n", q.coder());
  const auto position = rpc::ReadPageToken(store.token_key(), list, q.page_token());
  if (!position.ok()) return position.status();
  const auto reach = StudyReach::Make(store, caller, q.parent(), For::kReading);
  if (!reach.ok()) return reach.status();
  const auto wanted = ReadWanted(q, *reach);
  if (!wanted.ok()) return wanted.status();
  const auto files = studies.Find(q.parent());
  if (!files.ok()) return files.status();
  if (*files == nullptr) return absl::OkStatus();
  const bool is_text = wanted->place.kind == Kind::kText;
  auto left_out = WordsLeftOut::Make(store, caller, q.parent(),
                                     is_text ? wanted->place.above : wanted->place.id);
  if (!left_out.ok()) return left_out.status();
  return (*files)->Read(caller.patience, [&](sql::Connection& connection) {
    r->Clear();
    StoredCoding last = ReadPosition(*wanted, *position);
    if (PageReader(&connection, *reach, *wanted, &*left_out).Read(*size, &last, r)) {
      r->set_next_page_token(rpc::MakePageToken(store.token_key(), list, PositionOf(last)));
    }
    return absl::OkStatus();
  });
}

}  // namespace lotse::survey
