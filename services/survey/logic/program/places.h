#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/survey/logic/program/program_code.h"

// Where steps can lead, before there is a response.
namespace lotse::survey::logic {

// Places that the nodes of a node set can have, each once.
struct Places {
  std::vector<Place> all;
  // True if there may be others, because a list is kept outside of the questionnaire.
  bool open = false;

  void Add(const Place& place);
  void Add(const Places& others);
};

// What a place is called in messages, as `the question \`a\``.
std::string Named(const FormTree& tree, const Place& place);

// Where a step leads from `from`. If that is nowhere, the message says so, and what there is
// instead.
absl::StatusOr<Places> After(const FormTree& tree, const Places& from, const Step& step);

}  // namespace lotse::survey::logic
