#include "services/survey/exchange/xforms/left_out.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/xforms/settings.h"

namespace lotse::survey {
namespace {

using type::v1alpha::Text;
using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::Option;
using v1alpha::OptionList;
using v1alpha::Question;

using Options = google::protobuf::RepeatedPtrField<Option>;
using Questions = google::protobuf::RepeatedPtrField<Question>;

bool IsPlain(const Text& text) {
  return std::any_of(text.variants().begin(), text.variants().end(),
                     [](const Text::Variant& variant) { return variant.plain_language(); });
}

// True if it would be read with fewer spaces.
bool HasGaps(const Text& text) {
  return std::any_of(
      text.variants().begin(), text.variants().end(),
      [](const Text::Variant& variant) { return absl::StrContains(variant.text(), "  "); });
}

using Property = bool (*)(const Text&);

bool HasText(const Options& options, Property property) {
  return std::any_of(options.begin(), options.end(),
                     [property](const Option& option) { return property(option.label()); });
}

bool HasText(const Question& question, Property property) {
  for (const Text* text :
       {&question.text(), &question.hint(), &question.guidance(),
        &question.logic().constraint_message(), &question.logic().required_message()}) {
    if (property(*text)) return true;
  }
  return HasText(question.options(), property) ||
         std::any_of(question.items().begin(), question.items().end(),
                     [property](const v1alpha::Item& item) { return property(item.text()); });
}

// True if nobody sees it, so that no change of it is noticed.
bool HasNoControl(Question::Kind kind) {
  switch (kind) {
    case Question::KIND_CALCULATION:
    case Question::KIND_HIDDEN:
    case Question::KIND_METADATA:
    case Question::KIND_MATRIX:
    case Question::KIND_GROUP:
    case Question::KIND_REPEAT:
      return true;
    default:
      return false;
  }
}

// True if there is no text of it in a form.
bool IsUnseen(Question::Kind kind) {
  return kind == Question::KIND_CALCULATION || kind == Question::KIND_HIDDEN ||
         kind == Question::KIND_METADATA;
}

// True if it does not begin a section when it stands in no group.
bool IsLoose(const Question& question) {
  return question.kind() != Question::KIND_GROUP && question.kind() != Question::KIND_REPEAT &&
         question.kind() != Question::KIND_MATRIX;
}

class Looker {
 public:
  explicit Looker(const Instrument& instrument) : instrument_(instrument) {
    for (const OptionList& list : instrument.option_lists()) {
      if (!list.file().empty()) file_lists_.insert(list.code());
    }
    for (const InstrumentSection& section : instrument.sections()) Collect(section.questions());
  }

  std::vector<v1alpha::ImportFinding> Look() && {
    if (instrument_.title().variants_size() > 1) {
      Warn("", "A form has its title in one language; the others were left out.");
    }
    for (const OptionList& list : instrument_.option_lists()) {
      WarnOfTexts(list.code(), [&list](Property is) { return HasText(list.options(), is); });
    }
    bool was_loose = false;
    for (const InstrumentSection& section : instrument_.sections()) {
      WarnOfTexts(section.code(), [&section](Property is) { return is(section.title()); });
      const Questions& questions = section.questions();
      const bool is_bare =
          section.code().empty() && !section.has_title() && section.appearance().empty();
      if (is_bare && was_loose && !questions.empty() && IsLoose(questions[0])) {
        Warn(questions[0].code(),
             "Its section has neither code nor title and became part of the one before it.");
      }
      was_loose = is_bare && !questions.empty() && IsLoose(questions[questions.size() - 1]);
      LookAt(questions);
    }
    return std::move(findings_).Take();
  }

 private:
  void Collect(const Questions& questions) {
    for (const Question& question : questions) {
      if (HasNoControl(question.kind())) without_control_.insert(question.code());
      Collect(question.questions());
    }
  }

  void LookAt(const Questions& questions) {
    for (const Question& question : questions) {
      WarnOfTexts(question.code(), [&question](Property is) { return HasText(question, is); });
      LookAtRest(question);
      LookAtSettings(question);
      LookAtTriggers(question);
      if (question.kind() == Question::KIND_MATRIX) {
        findings_.Note(0, question.code(),
                       "The matrix became a group with a single choice for each item.");
      }
      LookAt(question.questions());
    }
  }

  void LookAtRest(const Question& question) {
    std::vector<const char*> left_out;
    if (!question.class_bounds().empty()) left_out.push_back("classes");
    if (question.special_category()) left_out.push_back("its special category");
    if (question.maximum_bytes() != 0) left_out.push_back("the length of its text");
    if (question.maximum_file_bytes() != 0) left_out.push_back("the size of its file");
    if (question.has_randomization() && question.option_list().empty()) {
      left_out.push_back("the drawn order of options that are in no list");
    }
    LookAtParts(question, &left_out);
    if (left_out.empty()) return;
    Warn(question.code(),
         absl::StrCat("A form cannot say: ", absl::StrJoin(left_out, ", "), "; left out."));
  }

  // What XForms has for other kinds only.
  static void LookAtParts(const Question& question, std::vector<const char*>* left_out) {
    const v1alpha::QuestionLogic& logic = question.logic();
    if (HasNoControl(question.kind())) {
      if (question.has_hint()) left_out->push_back("its hint");
      if (question.has_guidance()) left_out->push_back("its guidance");
    }
    if (IsUnseen(question.kind())) {
      if (question.has_text()) left_out->push_back("its text");
      if (!question.media().empty()) left_out->push_back("the files beside its text");
    }
    if (question.kind() == Question::KIND_MATRIX) {
      if (!logic.calculation().empty()) left_out->push_back("its calculation");
      if (!logic.initial_value().empty()) left_out->push_back("its initial value");
    }
    if (question.option_list().empty()) {
      if (!logic.option_filter().empty()) {
        left_out->push_back("the filter of options that are in no list");
      }
      const auto& options = question.options();
      if (std::any_of(options.begin(), options.end(),
                      [](const Option& option) { return option.columns_size() > 0; })) {
        left_out->push_back("columns of options that are in no list");
      }
    }
  }

  void LookAtSettings(const Question& question) {
    std::set<std::string> left_out;
    for (const auto& [name, value] : question.settings()) {
      if (!IsWritten(question, name)) left_out.insert(name);
    }
    if (left_out.empty()) return;
    Warn(question.code(), absl::StrCat("These settings are none of XForms and were left out: `",
                                       Shortened(absl::StrJoin(left_out, "`, `")), "`."));
  }

  bool IsWritten(const Question& question, absl::string_view name) const {
    if (name == "type" || xforms::IsSetting(name, xforms::kBindSettings)) return true;
    if (xforms::IsSetting(name, xforms::kControlSettings)) {
      return !HasNoControl(question.kind());
    }
    return (name == "value" || name == "label") && file_lists_.contains(question.option_list());
  }

  // What is computed when something changes is written at the control of that.
  void LookAtTriggers(const Question& question) {
    for (const std::string& trigger : question.logic().trigger()) {
      if (!without_control_.contains(trigger)) continue;
      Warn(question.code(),
           absl::StrCat("It is computed when `", trigger,
                        "` changes, of which a form knows nothing, as nobody is asked it; that "
                        "was left out."));
    }
  }

  void WarnOfTexts(absl::string_view code, absl::FunctionRef<bool(Property)> has) {
    if (has(&IsPlain)) Warn(code, "The wording in plain language was left out.");
    if (has(&HasGaps)) Warn(code, "Spaces that follow one another will be read as one.");
  }

  void Warn(absl::string_view code, absl::string_view message) { findings_.Warn(0, code, message); }

  const Instrument& instrument_;
  absl::flat_hash_set<std::string> file_lists_;
  absl::flat_hash_set<std::string> without_control_;
  FindingList findings_;
};

}  // namespace

std::vector<v1alpha::ImportFinding> LeftOutOfXforms(const Instrument& instrument) {
  return Looker(instrument).Look();
}

}  // namespace lotse::survey
