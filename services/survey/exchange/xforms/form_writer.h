#pragma once

#include <pugixml.hpp>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/xforms/form_paths.h"
#include "services/survey/exchange/xforms/itext_writer.h"

namespace lotse::survey::xforms {

// What the parts of the writer of XForms share: the elements to append to, and the first error.
struct FormWriting {
  const v1alpha::Instrument& instrument;
  const FormPaths& paths;
  ItextWriter texts;
  pugi::xml_node model;
  absl::Status status;

  // `expression` of a questionnaire with paths; empty after an error, which names `place`.
  std::string Expression(absl::string_view expression, absl::string_view place);
  // Appends an attribute with an expression, unless it is empty.
  void WriteExpression(const char* name, absl::string_view expression, absl::string_view place,
                       pugi::xml_node element);
};

// Appends an attribute unless the value is empty.
void WriteAttribute(const char* name, absl::string_view value, pugi::xml_node element);

// The initial value of a question; empty for a matrix, which is a group in a form.
const std::string& InitialValueOf(const v1alpha::Question& question);

// True if the initial value is a literal that the instance itself can have.
bool StandsInInstance(const v1alpha::Question& question);

// Appends the primary instance.
void WritePrimaryInstance(FormWriting* writing);
// Appends the option lists as secondary instances.
void WriteOptionLists(FormWriting* writing);
// Appends the binds, and the actions that are not within the body.
void WriteBinds(FormWriting* writing);
// Appends what is shown.
void WriteBody(pugi::xml_node body, FormWriting* writing);

}  // namespace lotse::survey::xforms
