#include "services/survey/qualitative/coding/memo.h"

#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"

namespace lotse::survey::qualitative {
namespace {

using Kind = MemoTarget::Kind;

bool IsWhole(Kind kind) { return kind == Kind::kProject || kind == Kind::kCodebook; }

void CheckSpan(const MemoTarget& target, std::optional<int64_t> length,
               rpc::FieldViolations* violations) {
  constexpr char kPath[] = "memo.target.span";
  if (!target.span.has_value()) {
    violations->push_back({kPath, "is missing; give the part of the text that the memo is about"});
  } else if (target.span->begin < 0 || target.span->begin >= target.span->end) {
    violations->push_back({kPath,
                           "selects nothing; give 0 or more as its begin, and an end "
                           "behind that"});
  } else if (length.has_value() && target.span->end > *length) {
    violations->push_back(
        {kPath, absl::StrCat("goes beyond the text; give at most ", *length, " as its end")});
  }
}

}  // namespace

std::string NameOf(Kind kind) {
  switch (kind) {
    case Kind::kProject:
      return "project";
    case Kind::kCase:
      return "case";
    case Kind::kText:
      return "text";
    case Kind::kSpan:
      return "part of a text";
    case Kind::kCodebook:
      return "codebook";
    case Kind::kCode:
      return "code";
    case Kind::kCoding:
      return "coding";
    case Kind::kParticipant:
      return "participant";
    case Kind::kMemo:
      return "memo";
  }
  return "unknown";
}

rpc::FieldViolations CheckMemo(
    const Memo& memo, absl::FunctionRef<bool(Kind, absl::string_view)> exists,
    absl::FunctionRef<std::optional<int64_t>(absl::string_view)> length_of) {
  rpc::FieldViolations violations;
  if (!types::IsUtf8(memo.title) || types::CodePointCount(memo.title) > kMaxMemoTitle) {
    violations.push_back(
        {"memo.title", absl::StrCat("give UTF-8 of at most ", kMaxMemoTitle, " characters")});
  }
  if (!types::IsUtf8(memo.text) || types::CodePointCount(memo.text) > kMaxMemoText) {
    violations.push_back(
        {"memo.text", absl::StrCat("give UTF-8 of at most ", kMaxMemoText, " characters")});
  }
  if (memo.title.empty() && memo.text.empty()) {
    violations.push_back({"memo.text", "is empty, as is the title; give one of them"});
  }
  if (memo.author.empty()) violations.push_back({"memo.author", "say who writes"});

  const MemoTarget& target = memo.target;
  const std::string kind = NameOf(target.kind);
  if (target.kind != Kind::kSpan && target.span.has_value()) {
    violations.push_back(
        {"memo.target.span", absl::StrCat("does not belong to a ", kind, "; leave it out")});
  }
  if (IsWhole(target.kind)) {
    if (!target.id.empty()) {
      violations.push_back(
          {"memo.target.id", absl::StrCat("there is one ", kind, " only; leave the id out")});
    }
    return violations;
  }
  const Kind asked = target.kind == Kind::kSpan ? Kind::kText : target.kind;
  const bool is_itself = target.kind == Kind::kMemo && target.id == memo.id;
  if (target.id.empty() || is_itself || !exists(asked, target.id)) {
    violations.push_back({"memo.target.id", absl::StrCat("is no ", NameOf(asked),
                                                         " that it can be about; give the id of "
                                                         "one in the project")});
  }
  if (target.kind == Kind::kSpan) CheckSpan(target, length_of(target.id), &violations);
  return violations;
}

}  // namespace lotse::survey::qualitative
