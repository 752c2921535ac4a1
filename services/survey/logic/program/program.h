#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "services/survey/logic/form/form_tree.h"
#include "services/survey/logic/values/value.h"

namespace lotse::survey::logic {

struct ProgramCode;

// An expression that is compiled for one place of one questionnaire: names are places, patterns and
// constants are computed. It never changes, is cheap to copy, and may be run by any number of
// threads.
class Program {
 public:
  explicit Program(std::shared_ptr<const ProgramCode> code) : code_(std::move(code)) {}

  // What it comes to; kAny if that depends on answers.
  ValueType type() const;
  // The elements whose values, instances or relevance it reads, ascending, each once.
  absl::Span<const ElementId> reads() const;
  // Whether it can come to something else at another time, or every time.
  bool reads_clock() const;
  bool reads_random() const;
  // Whether it reads which instance of a repeat something is in.
  bool reads_position() const;
  // What is allowed and probably not meant, each with its place.
  absl::Span<const std::string> warnings() const;

  // For whoever runs it.
  const ProgramCode& code() const { return *code_; }

 private:
  std::shared_ptr<const ProgramCode> code_;
};

}  // namespace lotse::survey::logic
