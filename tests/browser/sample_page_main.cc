// Prints the sample document, which has every block and chart there is, as a page.
//
//   sample_page de|en

#include <cstdio>
#include <string>

#include "services/reporting/render/sample_document.h"

int main(int argc, char** argv) {
  using namespace lotse::reporting;  // NOLINT: it is about nothing else.
  const auto language = argc == 2 ? ParseLanguage(argv[1]) : std::nullopt;
  if (!language.has_value()) {
    std::fprintf(stderr, "give the language: de or en\n");
    return 2;
  }
  const auto page =
      RenderArtifact(v1alpha::ARTIFACT_FORMAT_HTML, SampleDocument(*language), SampleEdition());
  if (!page.ok()) {
    std::fprintf(stderr, "%s\n", page.status().ToString().c_str());
    return 1;
  }
  std::fwrite(page->data(), 1, page->size(), stdout);
  return 0;
}
