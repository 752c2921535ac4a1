#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "cli/question_index.h"
#include "lotse/survey/v1alpha/answer.pb.h"
#include "lotse/survey/v1alpha/form_state.pb.h"
#include "services/survey/engine/form_state/live_form.h"

namespace lotse::cli {

using Answers = google::protobuf::RepeatedPtrField<survey::v1alpha::Answer>;
using survey::v1alpha::FormPlace;

// Somewhere on the way through a questionnaire.
struct FormStop {
  enum class Kind {
    kHeading,   // the title of a group or repeat
    kText,      // a note, or an answer that cannot be changed
    kQuestion,  // an answer is given here
    kMore,      // whether a repeat has another instance
  };

  Kind kind = Kind::kQuestion;
  // How it stood when it was found.
  survey::v1alpha::ElementState element;
  // Of an item its matrix; null for a section.
  const IndexedQuestion* question = nullptr;

  const FormPlace& place() const { return element.place(); }
};

// Whether both name the same place.
bool SamePlace(const FormPlace& a, const FormPlace& b);

// One response while it is filled in: its answers, and how the questionnaire stands after them.
class FormSession {
 public:
  // What expressions read besides answers, anew for each evaluation.
  using Clock = std::function<survey::logic::Environment()>;

  // The questionnaire passes CheckInstrument and outlives it. `key` and `language` as in Filling.
  // `program` are its expressions, if they are compiled already.
  FormSession(const survey::v1alpha::Instrument& instrument, std::string key, std::string language,
              Clock clock, std::shared_ptr<const survey::logic::FormProgram> program = nullptr);

  // Begins with these answers; a new response has none. Errors are those of LiveForm::Evaluate.
  absl::Status Begin(Answers answers);

  // Puts an answer in the place of the one that is there for the same question, and computes what
  // depends on it.
  absl::Status Set(const survey::v1alpha::Answer& answer);
  // Takes the answer at a place away.
  absl::Status Clear(const FormPlace& place);
  // Makes the repeat at a place have `count` instances; the answers in those that go, go too.
  absl::Status SetCount(const FormPlace& repeat, int count);
  // Everything as it was: `answers` are some that answers() once gave.
  absl::Status Restore(Answers answers);

  const Answers& answers() const { return answers_; }
  // The answer at a place; null if there is none.
  const survey::v1alpha::Answer* AnswerAt(const FormPlace& place) const;
  const survey::v1alpha::FormState& state() const { return state_; }
  // The way through what is asked, in order.
  const std::vector<FormStop>& stops() const { return stops_; }
  // What stands in the way of handing it in, but for answers to what is not asked.
  std::vector<survey::v1alpha::FormViolation> Wrong() const;

  const survey::v1alpha::Instrument& instrument() const { return live_.instrument(); }
  const survey::CompiledInstrument& compiled() const { return live_.compiled(); }
  const QuestionIndex& index() const { return index_; }
  survey::logic::Environment Now() const { return clock_(); }

 private:
  absl::Status Evaluate(survey::Filling::Occasion occasion, const Answers* before);
  // Puts what was computed into the answers.
  void TakeOver();
  void FindStops();
  bool IsWithin(const FormPlace& place, const FormPlace& repeat) const;
  int Find(const FormPlace& place) const;

  const survey::LiveForm live_;
  const QuestionIndex index_;
  const std::string key_;
  const std::string language_;
  const Clock clock_;
  Answers answers_;
  survey::v1alpha::FormState state_;
  std::vector<FormStop> stops_;
};

}  // namespace lotse::cli
