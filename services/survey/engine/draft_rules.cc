#include "services/survey/engine/draft_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/instrument_rules.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Question;

// How many questions there are, and how deep they stand in one another.
struct Size {
  int questions = 0;
  int depth = 0;
};

void Measure(const RepeatedPtrField<Question>& questions, int depth, Size* size) {
  size->questions += questions.size();
  if (!questions.empty()) size->depth = std::max(size->depth, depth);
  for (const Question& question : questions) Measure(question.questions(), depth + 1, size);
}

}  // namespace

rpc::FieldViolations CheckDraft(const v1alpha::Instrument& instrument) {
  rpc::FieldViolations violations;
  if (instrument.sections_size() > kMaxSections) {
    violations.push_back({"sections", absl::StrCat("too many; at most ", kMaxSections)});
  }
  Size size;
  for (const auto& section : instrument.sections()) Measure(section.questions(), 0, &size);
  if (size.questions > kMaxQuestions) {
    violations.push_back({"sections", absl::StrCat("too many questions; at most ", kMaxQuestions,
                                                   " in all sections together")});
  }
  if (size.depth > kMaxDepth) {
    violations.push_back(
        {"sections", absl::StrCat("too deep; groups and repeats stand in one another at most ",
                                  kMaxDepth, " deep")});
  }
  return violations;
}

}  // namespace lotse::survey
