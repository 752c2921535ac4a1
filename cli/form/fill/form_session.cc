#include "cli/form/fill/form_session.h"

#include <algorithm>
#include <utility>

namespace lotse::cli {
namespace {

using survey::Filling;
using survey::v1alpha::Answer;
using survey::v1alpha::ElementState;
using survey::v1alpha::FormViolation;
using survey::v1alpha::Instrument;
using survey::v1alpha::Question;

FormPlace PlaceOf(const Answer& answer) {
  FormPlace place;
  place.set_code(answer.code());
  *place.mutable_instances() = answer.instances();
  return place;
}

FormStop::Kind KindOf(const ElementState& element, const IndexedQuestion* question) {
  if (question == nullptr) return FormStop::Kind::kHeading;
  switch (question->question->kind()) {
    case Question::KIND_GROUP:
    case Question::KIND_REPEAT:
      return FormStop::Kind::kHeading;
    case Question::KIND_MATRIX:
      if (!question->is_item) return FormStop::Kind::kHeading;
      break;
    case Question::KIND_NOTE:
      return FormStop::Kind::kText;
    default:
      break;
  }
  return element.read_only() ? FormStop::Kind::kText : FormStop::Kind::kQuestion;
}

// Whether a person sees it at all.
bool IsSeen(const IndexedQuestion* question) {
  if (question == nullptr) return true;
  const Question::Kind kind = question->question->kind();
  return kind != Question::KIND_CALCULATION && kind != Question::KIND_HIDDEN &&
         kind != Question::KIND_METADATA;
}

}  // namespace

bool SamePlace(const FormPlace& a, const FormPlace& b) {
  return a.code() == b.code() && std::equal(a.instances().begin(), a.instances().end(),
                                            b.instances().begin(), b.instances().end());
}

FormSession::FormSession(const Instrument& instrument, std::string key, std::string language,
                         Clock clock, std::shared_ptr<const survey::logic::FormProgram> program)
    : live_(instrument,
            std::make_shared<const survey::CompiledInstrument>(instrument, std::move(program))),
      index_(live_.instrument()),
      key_(std::move(key)),
      language_(std::move(language)),
      clock_(std::move(clock)) {}

absl::Status FormSession::Begin(Answers answers) {
  answers_ = std::move(answers);
  if (answers_.empty()) return Evaluate(Filling::Occasion::kBegin, nullptr);
  const Answers before = answers_;
  return Evaluate(Filling::Occasion::kContinue, &before);
}

absl::Status FormSession::Set(const Answer& answer) {
  const Answers before = answers_;
  const int at = Find(PlaceOf(answer));
  (at < 0 ? *answers_.Add() : answers_[at]) = answer;
  return Evaluate(Filling::Occasion::kContinue, &before);
}

absl::Status FormSession::Clear(const FormPlace& place) {
  const int at = Find(place);
  if (at < 0) return absl::OkStatus();
  const Answers before = answers_;
  answers_.DeleteSubrange(at, 1);
  return Evaluate(Filling::Occasion::kContinue, &before);
}

absl::Status FormSession::SetCount(const FormPlace& repeat, int count) {
  const Answers before = answers_;
  const int depth = repeat.instances_size();
  const auto goes = [&](const Answer& answer) {
    return IsWithin(PlaceOf(answer), repeat) && answer.instances(depth) > count;
  };
  answers_.erase(std::remove_if(answers_.begin(), answers_.end(), goes), answers_.end());
  const int at = Find(repeat);
  Answer& answer = at < 0 ? *answers_.Add() : answers_[at];
  answer.set_code(repeat.code());
  *answer.mutable_instances() = repeat.instances();
  answer.set_count(count);
  return Evaluate(Filling::Occasion::kContinue, &before);
}

absl::Status FormSession::Restore(Answers answers) {
  answers_ = std::move(answers);
  const Answers same = answers_;
  return Evaluate(Filling::Occasion::kContinue, &same);
}

const Answer* FormSession::AnswerAt(const FormPlace& place) const {
  const int at = Find(place);
  return at < 0 ? nullptr : &answers_[at];
}

std::vector<FormViolation> FormSession::Wrong() const {
  std::vector<FormViolation> wrong;
  for (const FormViolation& violation : state_.violations()) {
    if (violation.kind() != FormViolation::KIND_NOT_ASKED) wrong.push_back(violation);
  }
  return wrong;
}

absl::Status FormSession::Evaluate(Filling::Occasion occasion, const Answers* before) {
  Filling filling = {answers_, occasion, before, key_, language_};
  auto state = live_.Evaluate(filling, clock_());
  if (!state.ok()) {
    if (before != nullptr) answers_ = *before;
    return state.status();
  }
  state_ = *std::move(state);
  TakeOver();
  FindStops();
  return absl::OkStatus();
}

void FormSession::TakeOver() {
  for (const ElementState& element : state_.elements()) {
    const int at = Find(element.place());
    if (element.has_answer()) {
      Answer& to = at < 0 ? *answers_.Add() : answers_[at];
      to = element.answer();
      to.set_code(element.place().code());
      *to.mutable_instances() = element.place().instances();
    } else if (element.cleared() && at >= 0) {
      answers_.DeleteSubrange(at, 1);
    }
  }
}

void FormSession::FindStops() {
  stops_.clear();
  // Repeats that may grow and are not left yet, one in another.
  std::vector<FormStop> open;
  const auto leave = [&](const ElementState* next) {
    while (!open.empty() && (next == nullptr || !IsWithin(next->place(), open.back().place()))) {
      stops_.push_back(open.back());
      open.pop_back();
    }
  };
  for (const ElementState& element : state_.elements()) {
    leave(&element);
    const IndexedQuestion* const question = index_.Find(element.place().code());
    if (!element.relevant() || !IsSeen(question)) continue;
    stops_.push_back({KindOf(element, question), element, question});
    if (element.may_grow()) open.push_back({FormStop::Kind::kMore, element, question});
  }
  leave(nullptr);
}

bool FormSession::IsWithin(const FormPlace& place, const FormPlace& repeat) const {
  const IndexedQuestion* const found = index_.Find(place.code());
  const auto depth = static_cast<std::size_t>(repeat.instances_size());
  if (found == nullptr || static_cast<std::size_t>(place.instances_size()) <= depth) return false;
  // An instance has the code of its repeat.
  const bool is_instance = place.code() == repeat.code();
  const bool is_in_one = found->repeats.size() > depth && found->repeats[depth] == repeat.code();
  return (is_instance || is_in_one) &&
         std::equal(repeat.instances().begin(), repeat.instances().end(),
                    place.instances().begin());
}

int FormSession::Find(const FormPlace& place) const {
  for (int i = 0; i < answers_.size(); ++i) {
    if (SamePlace(PlaceOf(answers_[i]), place)) return i;
  }
  return -1;
}

}  // namespace lotse::cli
