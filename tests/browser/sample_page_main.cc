// Prints the sample document, which has every block and chart there is, as a page.
//
//   sample_page de|en [PHASES]
//
// With PHASES its timeline has that many rows, the first at the top named "Phase 1".

#include <cstdio>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/reporting/render/sample_document.h"

namespace lotse::reporting {
namespace {

// `whole` is a document or a section.
template <typename Whole>
void SetPhases(int number, Whole& whole) {
  for (v1alpha::Section& section : *whole.mutable_sections()) {
    SetPhases(number, section);
    for (v1alpha::Block& block : *section.mutable_blocks()) {
      if (block.table().table_id() != "phasen-tabelle") continue;
      v1alpha::Table& table = *block.mutable_table();
      const v1alpha::Row first = table.rows(0);
      table.clear_rows();
      for (int i = 1; i <= number; ++i) {
        v1alpha::Row& row = *table.add_rows();
        row = first;
        row.mutable_cells(0)->set_text(absl::StrCat("Phase ", i));
      }
    }
  }
}

int Print(Language language, int phases) {
  v1alpha::Document document = SampleDocument(language);
  if (phases > 0) SetPhases(phases, document);
  const auto page = RenderArtifact(v1alpha::ARTIFACT_FORMAT_HTML, document, SampleEdition());
  if (!page.ok()) {
    std::fprintf(stderr, "%s\n", page.status().ToString().c_str());
    return 1;
  }
  std::fwrite(page->data(), 1, page->size(), stdout);
  return 0;
}

}  // namespace
}  // namespace lotse::reporting

int main(int argc, char** argv) {
  const auto language = argc > 1 ? lotse::reporting::ParseLanguage(argv[1]) : std::nullopt;
  int phases = 0;
  if (!language.has_value() || argc > 3 || (argc == 3 && !absl::SimpleAtoi(argv[2], &phases))) {
    std::fprintf(stderr, "give the language, de or en, and perhaps a number of phases\n");
    return 2;
  }
  return lotse::reporting::Print(*language, phases);
}
