#include "services/survey/domain/consent_rules.h"

#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"
#include "services/survey/domain/field_checks.h"

namespace lotse::survey {

using v1alpha::ConsentText;

rpc::FieldViolations CheckConsentText(const ConsentText& text) {
  rpc::FieldViolations violations;
  types::CheckText("consent_text.title", text.title(), &violations);
  types::CheckText("consent_text.text", text.text(), &violations);
  if (text.kind() != ConsentText::KIND_CONSENT && text.kind() != ConsentText::KIND_NOTICE) {
    violations.push_back(
        {"consent_text.kind", "missing or unknown; give KIND_CONSENT or KIND_NOTICE"});
  } else if (text.covers_special_categories() && text.kind() != ConsentText::KIND_CONSENT) {
    violations.push_back({"consent_text.covers_special_categories",
                          "only a consent can; a notice is agreed to by nobody"});
  }
  CheckLine("consent_text.version", text.version(), kMaxVersionBytes, &violations);
  if (text.replaces().empty()) return violations;
  CheckInSurvey("consent_text.replaces", "consentTexts/{consent_text}", text.replaces(),
                types::Prefix(text.name(), 3), &violations);
  if (text.replaces() == text.name()) {
    violations.push_back({"consent_text.replaces", "is this text itself; give a former one"});
  }
  return violations;
}

rpc::FieldViolations CheckReplaces(const ConsentText& text, const ConsentText& former) {
  if (text.kind() == former.kind()) return {};
  return {{"consent_text.replaces",
           "is a text of another kind; a consent replaces a consent, a notice a notice"}};
}

}  // namespace lotse::survey
