#include "services/survey/exchange/xlsform/question_parameters.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/xlsform/cell_words.h"

namespace lotse::survey {
namespace {

using Parameters = std::map<std::string, std::string>;
using v1alpha::Question;

// That are kept as they are. Source: xlsform.org.
constexpr absl::string_view kKept[] = {
    "allow-mock-accuracy",
    "app",
    "capture-accuracy",
    "counter",
    "identify-user",
    "incremental",
    "label",
    "labelled-end",
    "location-max-age",
    "location-min-interval",
    "location-priority",
    "max-pixels",
    "placeholder",
    "quality",
    "rows",
    "tick-interval",
    "tick_interval",
    "tick_labelset",
    "track-changes",
    "track-changes-reasons",
    "value",
    "warning-accuracy",
};

bool IsKept(absl::string_view name) {
  return std::find(std::begin(kKept), std::end(kKept), name) != std::end(kKept);
}

// Takes a parameter out; `otherwise` if it is not given.
std::string Take(Parameters* parameters, const std::string& name, absl::string_view otherwise) {
  const auto found = parameters->find(name);
  if (found == parameters->end()) return std::string(otherwise);
  std::string value = std::move(found->second);
  parameters->erase(found);
  return value;
}

void ReadScale(const Place& place, Parameters* parameters, FormContext* context,
               Question* question) {
  v1alpha::Scale* scale = question->mutable_scale();
  scale->set_start(Take(parameters, "start", "1"));
  scale->set_end(Take(parameters, "end", "10"));
  scale->set_step(Take(parameters, "step", "1"));
  for (const std::string& number : {scale->start(), scale->end(), scale->step()}) {
    if (IsNumeral(number)) continue;
    context->findings().Fail(place, question->code(),
                             absl::StrCat("`", Shortened(number),
                                          "` is no number; give `start`, `end` and `step` as in "
                                          "`start=0 end=10 step=0.5`."));
    return;
  }
  double step = 0, start = 0, end = 0;
  if (!absl::SimpleAtod(scale->step(), &step) || step <= 0 ||
      !absl::SimpleAtod(scale->start(), &start) || !absl::SimpleAtod(scale->end(), &end) ||
      start == end) {
    context->findings().Fail(place, question->code(),
                             "The scale has no steps; give a `step` above 0 and an `end` that is "
                             "not `start`.");
  }
  if (HasPoint(*scale)) question->set_kind(Question::KIND_DECIMAL);
}

void ReadOrder(const Place& place, Parameters* parameters, FormContext* context,
               Question* question) {
  const std::string randomize = Take(parameters, "randomize", "false");
  const std::string seed = Take(parameters, "seed", "");
  const std::optional<bool> is_random = TruthOf(randomize);
  if (!is_random) {
    context->findings().Fail(place, question->code(), "`randomize` is `true` or `false`.");
  } else if (*is_random) {
    question->mutable_randomization()->set_seed(context->Rewrite(seed, place, question->code()));
  } else if (!seed.empty()) {
    context->findings().Fail(place, question->code(),
                             "`seed` is for `randomize=true`; give both or none.");
  }
}

}  // namespace

bool HasPoint(const v1alpha::Scale& scale) {
  return absl::StrContains(absl::StrCat(scale.start(), scale.end(), scale.step()), '.');
}

bool IsParameter(absl::string_view name, absl::string_view value) {
  return IsKept(name) && ParseParameters(absl::StrCat(name, "=", value)) ==
                             Parameters{{std::string(name), std::string(value)}};
}

void ReadQuestionParameters(const FormRow& row, const FormType& type, FormContext* context,
                            Question* question) {
  const Place place = row.At(Column::kParameters);
  std::optional<Parameters> parameters = ParseParameters(row.Value(Column::kParameters));
  if (!parameters) {
    context->findings().Fail(place, question->code(),
                             "These are no parameters; give each once, as in `start=0 end=10`.");
    return;
  }
  if (type.is_range) ReadScale(place, &*parameters, context, question);
  if (question->kind() == Question::KIND_SINGLE_CHOICE ||
      question->kind() == Question::KIND_MULTIPLE_CHOICE ||
      question->kind() == Question::KIND_RANKING) {
    ReadOrder(place, &*parameters, context, question);
  }
  for (auto& [name, value] : *parameters) {
    if (!IsKept(name)) {
      context->findings().Fail(
          place, question->code(),
          absl::StrCat("There is no parameter `", Shortened(name), "` for this type; remove it."));
      continue;
    }
    (*question->mutable_settings())[name] = std::move(value);
  }
}

std::string WriteQuestionParameters(const Question& question) {
  Parameters parameters;
  if (question.has_scale()) {
    parameters["start"] = question.scale().start();
    parameters["end"] = question.scale().end();
    parameters["step"] = question.scale().step();
    // Without a point it would be read as a scale of whole numbers.
    const bool needs_point =
        question.kind() == Question::KIND_DECIMAL && !HasPoint(question.scale());
    if (needs_point) parameters["step"] += ".0";
  }
  if (question.has_randomization()) {
    parameters["randomize"] = "true";
    if (!question.randomization().seed().empty()) {
      parameters["seed"] = question.randomization().seed();
    }
  }
  for (const auto& [name, value] : question.settings()) {
    if (IsParameter(name, value)) parameters[name] = value;
  }
  return WriteParameters(parameters);
}

}  // namespace lotse::survey
