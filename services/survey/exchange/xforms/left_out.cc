#include "services/survey/exchange/xforms/left_out.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/survey/engine/file_rules.h"
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

// True if a form shows anything of them.
bool IsShown(const Questions& questions) {
  return std::any_of(questions.begin(), questions.end(), [](const Question& question) {
    if (question.questions().empty()) return !IsUnseen(question.kind());
    return question.kind() == Question::KIND_REPEAT || IsShown(question.questions());
  });
}

// True if there is something, and nothing of it is shown.
bool IsHidden(const Questions& questions) { return !questions.empty() && !IsShown(questions); }

// True if the text is what is read where there is none.
bool IsCode(const Question& question) {
  const Text& text = question.text();
  return text.variants_size() == 1 && text.variants(0).text() == question.code();
}

// True if its upload takes the same files.
bool SaysItsFiles(const Question& question) {
  const auto set = question.settings().find("mediatype");
  const std::string said =
      set == question.settings().end() ? xforms::MediaTypeOf(question) : set->second;
  const auto& types = question.media_types();
  const auto taken = MediaTypesTaken();
  return std::all_of(taken.begin(), taken.end(), [&](absl::string_view type) {
    return xforms::TakesFiles(said, type) ==
           (std::find(types.begin(), types.end(), type) != types.end());
  });
}

// Adds the languages of all texts and files in `message`.
void AddLanguages(const google::protobuf::Message& message, std::set<std::string>* languages) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const google::protobuf::FieldDescriptor* field : fields) {
    if (field->name() == "language") languages->insert(reflection.GetString(message, field));
    if (field->message_type() == nullptr || field->is_map()) continue;
    if (!field->is_repeated()) {
      AddLanguages(reflection.GetMessage(message, field), languages);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      AddLanguages(reflection.GetRepeatedMessage(message, field, i), languages);
    }
  }
}

using Files = google::protobuf::RepeatedPtrField<v1alpha::Media>;

bool HasLanguage(const Files& files) {
  return std::any_of(files.begin(), files.end(),
                     [](const v1alpha::Media& file) { return !file.language().empty(); });
}

bool HasLanguage(const Options& options) {
  return std::any_of(options.begin(), options.end(),
                     [](const Option& option) { return HasLanguage(option.media()); });
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
    AddLanguages(instrument, &languages_);
  }

  std::vector<v1alpha::ImportFinding> Look() && {
    if (instrument_.title().variants_size() > 1) {
      Warn("", "A form has its title in one language; the others were left out.");
    }
    for (const OptionList& list : instrument_.option_lists()) {
      WarnOfTexts(list.code(), [&list](Property is) { return HasText(list.options(), is); });
      if (HasLanguage(list.options())) NoteLanguage(list.code());
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
      if ((section.has_title() || !section.appearance().empty()) && IsHidden(questions)) {
        Warn(section.code(),
             "Nothing of the section is shown; its title and appearance were left out.");
      }
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
      if (HasLanguage(question.media()) || HasLanguage(question.options())) {
        NoteLanguage(question.code());
      }
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
    const bool is_group = question.kind() == Question::KIND_GROUP;
    if (IsUnseen(question.kind()) || (is_group && IsHidden(question.questions()))) {
      if (question.has_text() && !IsCode(question)) left_out->push_back("its text");
      if (!question.media().empty()) left_out->push_back("the files beside its text");
      if (!question.appearance().empty()) left_out->push_back("its appearance");
    }
    LookAtUses(question, left_out);
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

  // What would be read as something else.
  static void LookAtUses(const Question& question, std::vector<const char*>* left_out) {
    const v1alpha::QuestionLogic& logic = question.logic();
    if (question.kind() == Question::KIND_NOTE && !logic.read_only_if().empty()) {
      left_out->push_back("when it is read only");
    }
    if (question.kind() == Question::KIND_HIDDEN && !logic.calculation().empty()) {
      left_out->push_back("that others than the form set it");
    }
    if (!logic.trigger().empty() && logic.calculation().empty()) {
      left_out->push_back("triggers without a calculation");
    }
    if (question.kind() == Question::KIND_FILE && !SaysItsFiles(question)) {
      left_out->push_back("exactly which files are taken");
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

  // Where there is one language, what is for it and what is for all is written alike.
  void NoteLanguage(absl::string_view code) {
    if (languages_.size() > 1) return;
    findings_.Note(0, code, "The form has one language; files for it will be read as for all.");
  }

  void Warn(absl::string_view code, absl::string_view message) { findings_.Warn(0, code, message); }

  const Instrument& instrument_;
  absl::flat_hash_set<std::string> file_lists_;
  absl::flat_hash_set<std::string> without_control_;
  std::set<std::string> languages_;
  FindingList findings_;
};

}  // namespace

std::vector<v1alpha::ImportFinding> LeftOutOfXforms(const Instrument& instrument) {
  return Looker(instrument).Look();
}

}  // namespace lotse::survey
