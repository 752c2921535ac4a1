#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/qualitative/text/text_span.h"

namespace lotse::survey::qualitative {

inline constexpr size_t kMaxMemoTitle = 200;   // characters
inline constexpr size_t kMaxMemoText = 20000;  // characters

// What a memo is about.
struct MemoTarget {
  enum class Kind {
    kProject,
    kCase,
    kText,
    kSpan,  // A part of a text.
    kCodebook,
    kCode,
    kCoding,
    kParticipant,
    kMemo,  // An answer to another memo.
  };

  Kind kind = Kind::kProject;
  // Of the case, text, code, coding, participant or memo; for kSpan of the text. Empty for
  // the project and its codebook, of which there is one.
  std::string id = {};
  // For kSpan only.
  std::optional<TextSpan> span = {};

  friend bool operator==(const MemoTarget&, const MemoTarget&) = default;
};

// A note of somebody who works on a project. Never a quote that leaves it.
struct Memo {
  std::string id;
  MemoTarget target;
  std::string title;
  std::string text = {};
  std::string author;
  int64_t time_ms = 0;
};

// The name of a kind of target as messages say it, for example `coding`.
std::string NameOf(MemoTarget::Kind kind);

// What is wrong with a memo, with paths such as `memo.target.id`. `exists` says whether there is
// something of that kind with that id in the project; for a memo itself, one that is not below
// this one. `length_of` gives the code points of a text, nullopt if there is none.
rpc::FieldViolations CheckMemo(
    const Memo& memo, absl::FunctionRef<bool(MemoTarget::Kind, absl::string_view)> exists,
    absl::FunctionRef<std::optional<int64_t>(absl::string_view)> length_of);

}  // namespace lotse::survey::qualitative
