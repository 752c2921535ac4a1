#pragma once

#include <string>

#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::cli {

// How a questionnaire is shown.
struct FormViewOptions {
  // BCP 47 tag of the texts; the program's own words are German for German, else English.
  std::string language = "de";
  // Columns of a line.
  int width = 80;
  // Codes, expressions as they are written, and what nobody is asked, too.
  bool codes = false;
};

// The questionnaire as text, as it would be on paper: numbered, with the options to tick, who is
// asked, and room for answers.
std::string ViewForm(const survey::v1alpha::Instrument& instrument, const FormViewOptions& options);

}  // namespace lotse::cli
