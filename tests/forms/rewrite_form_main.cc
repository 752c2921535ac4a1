#include <iostream>
#include <iterator>
#include <string>

#include "services/survey/exchange/xforms/xforms.h"

// Reads an XForm from standard input and writes it as this system writes the questionnaire that it
// became. Status 1, with the reason on standard error, if it cannot be read without an error.

int main() {
  const std::string xml((std::istreambuf_iterator<char>(std::cin)),
                        std::istreambuf_iterator<char>());
  const absl::StatusOr<lotse::survey::ImportResult> read = lotse::survey::ReadXforms(xml);
  if (!read.ok()) {
    std::cerr << read.status() << "\n";
    return 1;
  }
  bool failed = false;
  for (const lotse::survey::v1alpha::ImportFinding& finding : read->findings) {
    if (finding.severity() != lotse::survey::v1alpha::ImportFinding::SEVERITY_ERROR) continue;
    std::cerr << "line " << finding.line() << ": " << finding.message() << "\n";
    failed = true;
  }
  const absl::StatusOr<std::string> written = lotse::survey::WriteXforms(read->instrument);
  if (!written.ok()) std::cerr << written.status() << "\n";
  if (failed || !written.ok()) return 1;
  std::cout << *written;
  return 0;
}
