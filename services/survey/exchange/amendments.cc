#include "services/survey/exchange/amendments.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/survey/engine/kind_rules.h"
#include "services/survey/engine/option_rules.h"
#include "services/survey/engine/question_kinds.h"
#include "services/survey/engine/text_rules.h"
#include "services/survey/engine/violation_list.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Amendment;
using v1alpha::Condition;
using v1alpha::ImportFinding;
using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::Item;
using v1alpha::Option;
using v1alpha::Question;

// Where a code was found. `item` is -1 for a question itself.
struct Place {
  int section = -1;
  int question = -1;
  int item = -1;
};

template <typename T>
int IndexOf(const RepeatedPtrField<T>& all, absl::string_view code) {
  const auto found =
      std::find_if(all.begin(), all.end(), [code](const T& one) { return one.code() == code; });
  return found == all.end() ? -1 : static_cast<int>(found - all.begin());
}

// Place of a question or item; `section` is -1 if there is none.
Place PlaceOf(const Instrument& instrument, absl::string_view code) {
  for (int s = 0; s < instrument.sections_size(); ++s) {
    const RepeatedPtrField<Question>& questions = instrument.sections(s).questions();
    for (int q = 0; q < questions.size(); ++q) {
      if (questions[q].code() == code) return {s, q, -1};
      const int item = IndexOf(questions[q].items(), code);
      if (item >= 0) return {s, q, item};
    }
  }
  return {};
}

// Applies one amendment after the other to one questionnaire.
class Amender {
 public:
  Amender(Instrument* instrument, std::vector<ImportFinding>* findings)
      : instrument_(*instrument), findings_(*findings) {}

  void Apply(const Amendment& amendment, const std::string& path) {
    reason_ = amendment.reason();
    if (absl::StripAsciiWhitespace(reason_).empty()) {
      violations_.Add(absl::StrCat(path, ".reason"), "missing; say why the change is made");
    }
    switch (amendment.change_case()) {
      case Amendment::kLeaveOut:
        return LeaveOut(amendment.leave_out(), absl::StrCat(path, ".leave_out"));
      case Amendment::kAddOption:
        return AddOption(amendment.add_option(), absl::StrCat(path, ".add_option"));
      case Amendment::kSetInteger:
        return SetInteger(amendment.set_integer(), absl::StrCat(path, ".set_integer"));
      case Amendment::kSetSpecialCategory:
        return SetSpecialCategory(amendment.set_special_category(),
                                  absl::StrCat(path, ".set_special_category"));
      case Amendment::CHANGE_NOT_SET:
        violations_.Add(path,
                        "no change; give `leave_out`, `add_option`, `set_integer` or "
                        "`set_special_category`");
    }
  }

  // Conditions that looked at what was left out. Called at the end: what depends on it may
  // have been left out itself.
  void DropLostConditions() {
    for (InstrumentSection& section : *instrument_.mutable_sections()) {
      for (Question& question : *section.mutable_questions()) DropLostConditions(&question);
    }
  }

  rpc::FieldViolations Take() && { return std::move(violations_).Take(); }

 private:
  void DropLostConditions(Question* question) {
    RepeatedPtrField<Condition>* conditions = question->mutable_relevant_if();
    for (int i = conditions->size() - 1; i >= 0; --i) {
      Condition* condition = conditions->Mutable(i);
      const Place place = PlaceOf(instrument_, condition->code());
      if (place.section >= 0 && condition->test() == Condition::TEST_ANSWERED) continue;
      if (place.section >= 0) KeepOptionsOf(*At(place), condition);
      if (place.section >= 0 && !condition->options().empty()) continue;
      ImportFinding& finding = findings_.emplace_back();
      finding.set_severity(ImportFinding::SEVERITY_WARNING);
      finding.set_code(question->code());
      finding.set_message(absl::StrCat("Whether it is asked depended on `", condition->code(),
                                       "`, which was left out; it no longer does."));
      conditions->DeleteSubrange(i, 1);
    }
  }

  static void KeepOptionsOf(const Question& question, Condition* condition) {
    RepeatedPtrField<std::string> kept;
    for (const std::string& code : condition->options()) {
      if (IndexOf(question.options(), code) >= 0) *kept.Add() = code;
    }
    condition->mutable_options()->Swap(&kept);
  }

  void LeaveOut(const Amendment::LeaveOut& change, const std::string& path) {
    const Place place = PlaceOf(instrument_, change.code());
    if (place.section < 0) {
      violations_.Add(absl::StrCat(path, ".code"),
                      "no question or item has this code; give one of the questionnaire");
    } else if (!change.option().empty()) {
      LeaveOutOption(change, place, path);
    } else if (place.item >= 0) {
      LeaveOutItem(change, place, path);
    } else {
      LeaveOutQuestion(change, place);
    }
  }

  void LeaveOutOption(const Amendment::LeaveOut& change, Place place, const std::string& path) {
    if (place.item >= 0) {
      violations_.Add(absl::StrCat(path, ".code"),
                      absl::StrCat("an item has no options of its own; give the matrix `",
                                   At(place)->code(), "`"));
      return;
    }
    RepeatedPtrField<Option>* options = At(place)->mutable_options();
    const int index = IndexOf(*options, change.option());
    if (index < 0) {
      violations_.Add(absl::StrCat(path, ".option"),
                      absl::StrCat("not an option of `", change.code(),
                                   "`; give the code of one of its options"));
    } else if (options->size() == 1) {
      violations_.Add(
          absl::StrCat(path, ".option"),
          absl::StrCat("the last option of `", change.code(), "`; leave out the question itself"));
    } else {
      options->DeleteSubrange(index, 1);
      Record(change.code(), absl::StrCat("Option `", change.option(), "` was left out"));
    }
  }

  void LeaveOutItem(const Amendment::LeaveOut& change, Place place, const std::string& path) {
    Question* question = At(place);
    if (question->items_size() == 1) {
      violations_.Add(
          absl::StrCat(path, ".code"),
          absl::StrCat("the last item of `", question->code(), "`; leave out the question itself"));
      return;
    }
    question->mutable_items()->DeleteSubrange(place.item, 1);
    Record(change.code(), absl::StrCat("The item of `", question->code(), "` was left out"));
  }

  void LeaveOutQuestion(const Amendment::LeaveOut& change, Place place) {
    InstrumentSection* section = instrument_.mutable_sections(place.section);
    section->mutable_questions()->DeleteSubrange(place.question, 1);
    const bool empty = section->questions().empty();
    if (empty) instrument_.mutable_sections()->DeleteSubrange(place.section, 1);
    Record(change.code(), empty ? "The question was left out, and with it its section"
                                : "The question was left out");
  }

  void AddOption(const Amendment::AddOption& change, const std::string& path) {
    Question* question = FindQuestion(change.code(), path);
    if (question == nullptr) return;
    if (!HasOptions(question->kind())) {
      violations_.Add(absl::StrCat(path, ".code"),
                      "this question has no options; give a choice or a matrix");
      return;
    }
    if (question->options_size() >= kMaxOptions) {
      violations_.Add(absl::StrCat(path, ".code"),
                      absl::StrCat("this question has ", kMaxOptions, " options already"));
      return;
    }
    if (!IsOptionCode(change.option())) {
      violations_.Add(absl::StrCat(path, ".option"),
                      "not a code; give 1 to 64 characters without white space");
    } else if (IndexOf(question->options(), change.option()) >= 0) {
      violations_.Add(
          absl::StrCat(path, ".option"),
          absl::StrCat("`", change.code(), "` has this option already; give another code"));
    }
    CheckText(change.label(), absl::StrCat(path, ".label"), types::Presence::kRequired,
              &violations_);
    Option* option = question->add_options();
    option->set_code(change.option());
    *option->mutable_label() = change.label();
    Record(change.code(), absl::StrCat("Option `", change.option(), "` was added"));
  }

  // What the amendment does not name is cleared: it gives range and classes
  // together.
  void SetInteger(const Amendment::SetInteger& change, const std::string& path) {
    Question* question = FindQuestion(change.code(), path);
    if (question == nullptr) return;
    if (question->kind() != Question::KIND_INTEGER) {
      violations_.Add(absl::StrCat(path, ".code"), "not an integer question; give one");
      return;
    }
    question->clear_minimum();
    question->clear_maximum();
    if (change.has_minimum()) question->set_minimum(change.minimum());
    if (change.has_maximum()) question->set_maximum(change.maximum());
    *question->mutable_class_bounds() = change.class_bounds();
    CheckIntegerLimits(*question, path, &violations_);
    Record(change.code(), "Range and classes were set");
  }

  void SetSpecialCategory(const Amendment::SetSpecialCategory& change, const std::string& path) {
    Question* question = FindQuestion(change.code(), path);
    if (question == nullptr) return;
    question->set_special_category(true);
    Record(change.code(), "It was marked as asking for data of a special category");
  }

  // The question of this code; nullptr with a violation if there is none.
  Question* FindQuestion(const std::string& code, const std::string& path) {
    const Place place = PlaceOf(instrument_, code);
    if (place.section >= 0 && place.item < 0) return At(place);
    violations_.Add(absl::StrCat(path, ".code"),
                    "no question has this code; give one of the questionnaire");
    return nullptr;
  }

  Question* At(Place place) {
    return instrument_.mutable_sections(place.section)->mutable_questions(place.question);
  }

  void Record(const std::string& code, absl::string_view what) {
    ImportFinding& finding = findings_.emplace_back();
    finding.set_severity(ImportFinding::SEVERITY_NOTE);
    finding.set_code(code);
    finding.set_message(absl::StrCat(what, ": ", reason_));
  }

  Instrument& instrument_;
  std::vector<ImportFinding>& findings_;
  ViolationList violations_;
  // Reason of the amendment at hand.
  std::string reason_;
};

}  // namespace

rpc::FieldViolations ApplyAmendments(const RepeatedPtrField<Amendment>& amendments,
                                     Instrument* instrument, std::vector<ImportFinding>* findings) {
  if (amendments.size() > kMaxAmendments) {
    return {{"amendments", absl::StrCat("too many; give at most ", kMaxAmendments)}};
  }
  Amender amender(instrument, findings);
  for (int i = 0; i < amendments.size(); ++i) {
    amender.Apply(amendments[i], absl::StrCat("amendments[", i, "]"));
  }
  amender.DropLostConditions();
  return std::move(amender).Take();
}

}  // namespace lotse::survey
