#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "services/survey/qualitative/foreign/foreign.h"

// What came of other programs and goes out again: which guids it has there, and what of it is new
// when it comes home.
namespace lotse::survey::projects {

// The guid that each thing has in a file, by its key: the one that it came with. Where two coders
// brought something with one guid it is there once if it says the same, and else the one of the
// later coder has another, always the same; so has one whose guid is `taken` by something else.
using ForeignGuids = absl::flat_hash_map<std::string, std::string>;
ForeignGuids GuidsInFile(const std::vector<qualitative::ForeignThing>& things,
                         absl::FunctionRef<bool(absl::string_view)> taken);

// What a file changes.
struct ForeignNews {
  // To be put in the place of those with their keys: what is there has more ties then, and nothing
  // else.
  std::vector<qualitative::ForeignThing> put;
  // Guids in the file of what is otherwise in the study, and stays as it is there.
  std::vector<std::string> otherwise;
};

// What of `incoming`, which is of one coder, is new beside the things that they see. Their keys
// have the guids of the file. What another coder brought is never changed: with more in it, it is a
// thing of its own.
ForeignNews NewOf(const std::vector<qualitative::ForeignThing>& seen,
                  const std::vector<qualitative::ForeignThing>& incoming);

}  // namespace lotse::survey::projects
