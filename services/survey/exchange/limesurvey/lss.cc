#include "services/survey/exchange/limesurvey/lss.h"

#include <algorithm>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/limesurvey/instrument_frame.h"
#include "services/survey/exchange/limesurvey/lss_tables.h"
#include "services/survey/exchange/plain_text.h"
#include "services/survey/exchange/xml_source.h"

namespace lotse::survey {
namespace {

using pugi::xml_node;

// Tables that are read here.
constexpr absl::string_view kTables[] = {"answers",
                                         "answer_l10ns",
                                         "conditions",
                                         "defaultvalues",
                                         "defaultvalue_l10ns",
                                         "groups",
                                         "group_l10ns",
                                         "questions",
                                         "subquestions",
                                         "question_l10ns",
                                         "question_attributes",
                                         "surveys",
                                         "surveys_languagesettings",
                                         "quota"};
// Tables that say how a survey looks and runs; a note names them.
constexpr absl::string_view kOtherTables[] = {
    "themes",        "themes_inherited",       "plugin_settings",
    "quota_members", "quota_languagesettings", "survey_permissions"};

absl::Status Unreadable(int line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", what));
}

absl::Status CheckKind(const XmlSource& source) {
  const xml_node root = source.root();
  const int line = source.LineOf(root);
  if (absl::string_view(root.name()) != "document") {
    return Unreadable(
        line, absl::StrCat("no survey structure: the root element is <", Shortened(root.name()),
                           ">; give an .lss file, whose root element is <document>"));
  }
  const std::string kind(
      absl::StripAsciiWhitespace(WithoutBadBytes(TextBelow(root.child("LimeSurveyDocType")))));
  if (kind != "Survey") {
    return Unreadable(line, absl::StrCat("no survey structure: its `LimeSurveyDocType` is `",
                                         Shortened(kind), "`; export the survey as .lss"));
  }
  for (const char* table : {"surveys", "surveys_languagesettings", "groups", "questions"}) {
    if (!root.child(table)) {
      return Unreadable(line,
                        absl::StrCat("the table <", table, "> is missing; export the survey anew"));
    }
  }
  return absl::OkStatus();
}

void NameOtherTables(const XmlSource& source, FindingList* findings) {
  for (const xml_node& table : source.root().children()) {
    const absl::string_view name = table.name();
    const bool known = std::count(std::begin(kTables), std::end(kTables), name) > 0 ||
                       std::count(std::begin(kOtherTables), std::end(kOtherTables), name) > 0;
    if (known || !table.child("rows").child("row")) continue;
    findings->Warn(source.LineOf(table), "",
                   absl::StrCat("The table <", Shortened(name), "> was left out."));
  }
  findings->Note(0, "",
                 "What the survey says of invitations, dates, looks and access was left to the "
                 "wave that asks the questionnaire.");
}

}  // namespace

absl::StatusOr<ImportResult> ReadLss(absl::string_view xml) {
  if (xml.size() > kMaxLimesurveyBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("the file has ", xml.size(), " bytes; give at most ", kMaxLimesurveyBytes));
  }
  const absl::StatusOr<std::unique_ptr<XmlSource>> source = XmlSource::Parse(xml);
  if (!source.ok()) return source.status();
  if (const absl::Status status = CheckKind(**source); !status.ok()) return status;
  FindingList findings;
  if ((*source)->has_doctype()) {
    findings.Warn(0, "",
                  "The document type declaration was skipped; entities that it declares were not "
                  "expanded.");
  }
  const limesurvey::SourceSurvey survey = limesurvey::ReadLssTables(**source, &findings);
  NameOtherTables(**source, &findings);
  return limesurvey::MakeInstrument(survey, std::move(findings));
}

}  // namespace lotse::survey
