#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/check_document.h"
#include "services/reporting/document/sample_inputs.h"

// What tests of checks share: a document without fault, and faults to put into it.
namespace lotse::reporting {

// A small document without fault: `sections[0]` has a paragraph, a chart and
// its table with one shown and one protected row.
inline v1alpha::Document Faultless() {
  v1alpha::Document document;
  document.set_language("de");
  document.set_title("Bericht");
  *document.mutable_as_of_date() = MakeDate(2026, 11, 22);
  v1alpha::Section& section = *document.add_sections();
  section.set_section_id("one");
  section.set_title("Eins");
  AddParagraph("Text", section);
  v1alpha::Chart& chart =
      AddChart("chart", "Anteile", "table", v1alpha::Chart::FORM_BARS, {2}, section);
  chart.set_alt_text("Kurz");
  chart.set_long_description("Lang");
  v1alpha::Table& table = AddTable("table", "Antworten", {"Antwort", "Anzahl", "Anteil"}, section);
  table.add_sources(0);
  AddRow({TextCell("ja"), IntegerCell(1), ShareCell(MakeShare(1, 2, 500))}, table);
  AddRow({TextCell("nein"), ProtectedCell(), ProtectedCell()}, table);
  v1alpha::Source& source = *document.add_sources();
  source.set_service("survey");
  source.set_resource("waves/1");
  source.set_state(v1alpha::Source::STATE_REACHED);
  source.set_revision("r1");
  return document;
}

inline v1alpha::Section& First(v1alpha::Document& d) { return *d.mutable_sections(0); }
inline v1alpha::Chart& TheChart(v1alpha::Document& d) {
  return *First(d).mutable_blocks(1)->mutable_chart();
}
inline v1alpha::Table& TheTable(v1alpha::Document& d) {
  return *First(d).mutable_blocks(2)->mutable_table();
}

// Something that is put into it, and how it is found.
struct Fault {
  const char* path;
  const char* what;
  std::function<void(v1alpha::Document&)> make;
};

// Expects that a fault is found once, at its path and by its rule, and nothing else is.
inline void ExpectFound(const Fault& fault) {
  v1alpha::Document document = Faultless();
  fault.make(document);
  const std::vector<DocumentProblem> problems = CheckDocument(document);
  ASSERT_EQ(problems.size(), 1u) << fault.path << " " << fault.what;
  EXPECT_EQ(problems[0].path, fault.path);
  EXPECT_THAT(problems[0].what, testing::HasSubstr(fault.what));
}

}  // namespace lotse::reporting
