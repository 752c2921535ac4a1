#include "services/reporting/document/usual/usual_templates.h"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "data/report_templates.h"
#include "google/protobuf/text_format.h"

namespace lotse::reporting {
namespace {

using v1alpha::Report;
using v1alpha::ReportTemplate;
using v1alpha::TemplateSection;
using Sections = google::protobuf::RepeatedPtrField<TemplateSection>;
using SectionsById = std::map<std::string, TemplateSection>;

ReportTemplate Parse(absl::string_view file_name) {
  ReportTemplate parsed;
  for (const sql::EmbeddedFile& file : report_templates) {
    if (file_name != file.name) continue;
    if (google::protobuf::TextFormat::ParseFromString(file.text, &parsed)) return parsed;
  }
  // It is part of the program; what is wrong with it stands on stderr, from the parser.
  std::fprintf(stderr, "%s: missing or wrong\n", std::string(file_name).c_str());
  std::abort();
}

// Gives each section what the shared one of its id has and itself has not.
void Complete(const SectionsById& shared, Sections* sections) {
  for (TemplateSection& section : *sections) {
    if (const auto found = shared.find(section.section_id()); found != shared.end()) {
      TemplateSection whole = found->second;
      if (section.has_title()) whole.clear_title();
      if (section.has_intro()) whole.clear_intro();
      whole.MergeFrom(section);
      section.Swap(&whole);
    }
    Complete(shared, section.mutable_sections());
  }
}

ReportTemplate Read(absl::string_view file_name) {
  SectionsById shared;
  const ReportTemplate sections_of_all = Parse("shared.textproto");
  for (const TemplateSection& section : sections_of_all.sections()) {
    shared.emplace(section.section_id(), section);
  }
  ReportTemplate whole = Parse(file_name);
  Complete(shared, whole.mutable_sections());
  return whole;
}

}  // namespace

const ReportTemplate& UsualTemplate(Report::Kind kind) {
  static const ReportTemplate stock_taking = Read("stock_taking.textproto");
  static const ReportTemplate progress = Read("progress.textproto");
  static const ReportTemplate final_report = Read("final.textproto");
  switch (kind) {
    case Report::KIND_PROGRESS:
      return progress;
    case Report::KIND_FINAL:
      return final_report;
    default:
      return stock_taking;
  }
}

int UsualTemplateVersion() { return 1; }

}  // namespace lotse::reporting
