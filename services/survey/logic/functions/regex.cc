#include "services/survey/logic/functions/regex.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/shorten.h"

namespace lotse::survey::logic {
namespace {

// Bytes that a compiled pattern may take.
constexpr std::int64_t kMaxRegexBytes = 1 << 20;

// What RE2 does not have, by how it calls it. What it quotes is a piece of the pattern.
std::string Reason(const re2::RE2& pattern) {
  const std::string& piece = pattern.error_arg();
  switch (pattern.error_code()) {
    case re2::RE2::ErrorRepeatArgument:
    case re2::RE2::ErrorBadPerlOp:
      if (absl::StartsWith(piece, "(?=") || absl::StartsWith(piece, "(?!") ||
          absl::StartsWith(piece, "(?<")) {
        return "looking ahead or behind is not supported; write two regex() with `and`";
      }
      break;
    case re2::RE2::ErrorBadEscape:
      if (piece.size() == 2 && piece[1] >= '1' && piece[1] <= '9') {
        return absl::StrCat("`", piece, "`, what a group found, is not supported; write it out");
      }
      if (absl::StartsWith(piece, "\\u")) return "`\\u` is not supported; write `\\x{00E4}`";
      break;
    case re2::RE2::ErrorPatternTooLarge:
      return "the pattern is too large; make its repetitions smaller";
    default:
      break;
  }
  return absl::StrCat(pattern.error(), "; see the syntax of RE2");
}

}  // namespace

absl::StatusOr<CompiledRegex> CompileRegex(absl::string_view pattern) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMaxRegexBytes);
  auto made =
      std::make_shared<const re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
  if (!made->ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the pattern is no regular expression: ", types::Shorten(Reason(*made), 200)));
  }
  return made;
}

bool Matches(Runtime& rt, const re2::RE2& pattern, absl::string_view text) {
  rt.Charge(static_cast<std::int64_t>(text.size()) / 16);
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

}  // namespace lotse::survey::logic
