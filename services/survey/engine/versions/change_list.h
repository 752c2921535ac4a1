#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument_change.pb.h"

namespace lotse::survey {

// Longest text of a change in bytes. Source: instrument_change.proto.
inline constexpr std::size_t kMaxChangeBytes = 200;

// Collects what changed.
class ChangeList {
 public:
  using Kind = v1alpha::InstrumentChange::Kind;
  using Verdict = v1alpha::InstrumentChange::Verdict;

  // What a change is about, and what it was and is.
  struct What {
    absl::string_view code;
    absl::string_view was = {};
    absl::string_view is = {};
    absl::string_view option = {};
  };

  // Adds a change with this verdict; what is not safe is open until somebody settles it. The
  // reference holds until the next is added.
  v1alpha::InstrumentChange& Add(Kind kind, Verdict verdict, const What& what,
                                 absl::string_view reason);

  std::vector<v1alpha::InstrumentChange> Take() && { return std::move(changes_); }

 private:
  std::vector<v1alpha::InstrumentChange> changes_;
};

}  // namespace lotse::survey
