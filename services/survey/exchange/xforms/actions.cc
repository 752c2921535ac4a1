#include "services/survey/exchange/xforms/actions.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/survey/exchange/plain_text.h"
#include "services/survey/exchange/xforms/xpath_tokens.h"

namespace lotse::survey::xforms {
namespace {

using pugi::xml_node;

bool IsKnown(absl::string_view name) {
  return name == "event" || name == "ref" || name == "bind" || name == "value";
}

class Reader {
 public:
  explicit Reader(FormReading* reading) : reading_(reading) {}

  void Read(const Action& action) {
    const xml_node& element = action.element;
    if (LocalName(element.name()) != "setvalue") {
      Warn(element, "",
           absl::StrCat("The action <", Shortened(element.name()),
                        "> was left out; only setvalue is known."));
      return;
    }
    FormNode* context = action.context == nullptr ? reading_->tree->root() : action.context;
    const std::string path = ValueOf(element, "ref");
    const auto bind = reading_->binds_by_id.find(ValueOf(element, "bind"));
    FormNode* target = path.empty() && bind != reading_->binds_by_id.end()
                           ? bind->second
                           : reading_->tree->Resolve(path, context);
    if (target == nullptr || target->code.empty() || !target->is_leaf()) {
      reading_->findings.Fail(reading_->LineOf(element), "",
                              absl::StrCat("<setvalue> is for `", Shortened(path),
                                           "`, which is no node that takes a value."));
      return;
    }
    reading_->WarnOfAttributes(element, IsKnown, target->code);
    const std::string value = ValueFor(element, *target);
    for (const absl::string_view event :
         absl::StrSplit(ValueOf(element, "event"), ' ', absl::SkipEmpty())) {
      if (event == "odk-instance-first-load" || event == "xforms-ready" ||
          event == "odk-new-repeat") {
        SetInitial(element, value, target);
      } else if (event == "xforms-value-changed" && context->element && context->is_leaf()) {
        SetTriggered(element, value, *context, target);
      } else {
        Warn(element, target->code,
             absl::StrCat("What <setvalue> does at `", Shortened(event), "` was left out."));
      }
    }
  }

 private:
  std::string ValueFor(const xml_node& element, const FormNode& target) {
    if (Attribute(element, "value")) {
      return reading_->Expression(ValueOf(element, "value"), target, element, "value");
    }
    return QuotedXpath(WithoutBadBytes(absl::StripAsciiWhitespace(TextBelow(element))));
  }

  void SetInitial(const xml_node& element, const std::string& value, FormNode* target) {
    if (!target->initial_value.empty() && target->initial_value != value) {
      Warn(element, target->code,
           absl::StrCat(target->Path(), " has several initial values; the last was taken over."));
    }
    target->initial_value = value;
  }

  void SetTriggered(const xml_node& element, const std::string& value, const FormNode& trigger,
                    FormNode* target) {
    if (!target->triggers.empty() && target->triggered != value) {
      reading_->findings.Fail(
          reading_->LineOf(element), target->code,
          absl::StrCat(target->Path(),
                       " is set to different values by different questions; one "
                       "question here has one calculation."));
      return;
    }
    target->triggered = value;
    if (std::count(target->triggers.begin(), target->triggers.end(), &trigger) == 0) {
      target->triggers.push_back(&trigger);
    }
  }

  void Warn(const xml_node& where, absl::string_view code, absl::string_view message) {
    reading_->findings.Warn(reading_->LineOf(where), code, message);
  }

  FormReading* reading_;
};

}  // namespace

void ReadActions(const std::vector<Action>& actions, FormReading* reading) {
  Reader reader(reading);
  for (const Action& action : actions) reader.Read(action);
}

}  // namespace lotse::survey::xforms
