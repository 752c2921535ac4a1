#include <iostream>
#include <iterator>
#include <string>

#include "services/survey/exchange/forms/read_form.h"
#include "services/survey/exchange/xforms/xforms.h"

// Reads a form of any format from standard input and writes it as this system writes the
// questionnaire that it became, as an XForm. Status 1, with the reason on standard error, if it
// cannot be read without an error.

int main() {
  namespace survey = lotse::survey;
  const std::string form((std::istreambuf_iterator<char>(std::cin)),
                         std::istreambuf_iterator<char>());
  const auto format = survey::FormatOf(form);
  if (!format) {
    std::cerr << "this looks like no form\n";
    return 1;
  }
  const absl::StatusOr<survey::ImportResult> read = survey::ReadForm(*format, form, "en");
  if (!read.ok()) {
    std::cerr << read.status() << "\n";
    return 1;
  }
  bool failed = false;
  for (const survey::v1alpha::ImportFinding& finding : read->findings) {
    if (finding.severity() != survey::v1alpha::ImportFinding::SEVERITY_ERROR) continue;
    std::cerr << "line " << finding.line() << ": " << finding.message() << "\n";
    failed = true;
  }
  const absl::StatusOr<std::string> written = survey::WriteXforms(read->instrument);
  if (!written.ok()) std::cerr << written.status() << "\n";
  if (failed || !written.ok()) return 1;
  std::cout << *written;
  return 0;
}
