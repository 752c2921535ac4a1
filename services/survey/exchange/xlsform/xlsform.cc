#include "services/survey/exchange/xlsform/xlsform.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/nearest.h"
#include "services/survey/exchange/xlsform/cell_words.h"
#include "services/survey/exchange/xlsform/choices.h"
#include "services/survey/exchange/xlsform/form_context.h"
#include "services/survey/exchange/xlsform/form_outline.h"
#include "services/survey/exchange/xlsform/form_settings.h"
#include "services/survey/exchange/xlsform/form_sheet.h"
#include "services/survey/exchange/xlsform/question_columns.h"
#include "services/survey/exchange/xlsform/survey_sheet.h"

namespace lotse::survey {
namespace {

using v1alpha::ImportFinding;
using v1alpha::Instrument;

// The sheets of a form.
struct FormSheets {
  const TableSheet* survey = nullptr;
  const TableSheet* choices = nullptr;
  const TableSheet* settings = nullptr;
};

class FormReader {
 public:
  FormReader(const TableBook& book, const XlsformOptions& options)
      : book_(book), context_(options) {}

  ImportResult Read() && {
    FindSheets();
    TakeFindings();
    ResponseTitle response_title;
    ReadSettings(sheets_.settings, &context_, &instrument_, &response_title);
    if (sheets_.survey == nullptr) {
      context_.findings().Fail(0, "",
                               "There is no sheet `survey`; give one with the columns type, name "
                               "and label.");
    } else {
      ReadForm(response_title);
    }
    return Finish();
  }

 private:
  void FindSheets() {
    for (const TableSheet& sheet : book_.sheets) {
      const std::string name = absl::AsciiStrToLower(Stripped(sheet.name));
      if (name == "survey") {
        sheets_.survey = &sheet;
      } else if (name == "choices") {
        sheets_.choices = &sheet;
      } else if (name == "settings") {
        sheets_.settings = &sheet;
      } else {
        LeaveOut(sheet, name);
      }
    }
  }

  void LeaveOut(const TableSheet& sheet, const std::string& name) {
    const Place place{0, sheet.name, ""};
    if (sheet.rows.size() < 2) return;  // Headings alone say nothing.
    if (name == "entities" || name == "external_choices") {
      context_.findings().Fail(place, "",
                               name == "entities"
                                   ? "Entities are not supported; remove the sheet."
                                   : "The sheet is not supported; give its options in `choices`.");
      return;
    }
    const std::string right = types::RightName(name, {"survey", "choices", "settings"});
    if (absl::StartsWith(right, "did")) {
      context_.findings().Warn(place, "", absl::StrCat("The sheet was left out; ", right));
    } else {
      context_.findings().Note(place, "", "The sheet is no part of an XLSForm; left out.");
    }
  }

  // Of what the reader of the tables found, that which concerns the form. It knows columns by
  // their letters; here they have headings.
  void TakeFindings() {
    for (ImportFinding finding : book_.findings) {
      if (finding.sheet().empty()) context_.findings().Add(finding);
      for (const TableSheet* sheet : {sheets_.survey, sheets_.choices, sheets_.settings}) {
        if (sheet == nullptr || sheet->name != finding.sheet()) continue;
        finding.set_column(HeadingOf(*sheet, finding.column()));
        context_.findings().Add(finding);
      }
    }
  }

  // The heading of the column with these letters; the letters if it has none.
  static std::string HeadingOf(const TableSheet& sheet, const std::string& letters) {
    if (sheet.rows.empty()) return letters;
    for (const TableCell& cell : sheet.rows.front().cells) {
      if (ColumnLetters(cell.column) == letters) return std::string(Shortened(Stripped(cell.text)));
    }
    return letters;
  }

  void ReadForm(const ResponseTitle& response_title) {
    const std::string& missing = context_.options().missing;
    const FormSheet survey(*sheets_.survey, &SurveyHeading, missing, &context_.findings());
    std::optional<FormSheet> choices;
    if (sheets_.choices != nullptr) {
      choices.emplace(*sheets_.choices, &ChoicesHeading, missing, &context_.findings());
    }
    CheckSurveyColumns(survey, &context_);
    context_.LearnLanguages(survey);
    if (choices) context_.LearnLanguages(*choices);
    const std::vector<OutlineRow> rows = ReadOutline(survey, &context_);
    if (choices) {
      NameLists(*choices, &context_, &instrument_);
      ReadChoices(*choices, &context_, &instrument_);
    }
    BuildSections(rows, &context_, &instrument_);
    if (!response_title.expression.empty()) {
      instrument_.set_response_title(
          context_.Rewrite(response_title.expression, response_title.place, ""));
    }
    if (instrument_.sections().empty()) {
      context_.findings().Fail(survey.At(""), "", "There is no question; give at least one.");
    }
  }

  ImportResult Finish() {
    if (const std::size_t bytes = instrument_.ByteSizeLong(); bytes > kMaxInstrumentBytes) {
      context_.findings().Fail(
          0, "",
          absl::StrCat("The questionnaire would have ", bytes, " bytes, at most ",
                       kMaxInstrumentBytes, "; divide it, or keep long lists in files."));
    }
    ImportResult result;
    result.instrument = std::move(instrument_);
    result.findings = std::move(context_.findings()).Take();
    result.places = std::move(context_.places());
    return result;
  }

  const TableBook& book_;
  FormSheets sheets_;
  FormContext context_;
  Instrument instrument_;
};

}  // namespace

ImportResult ReadXlsform(const TableBook& book, const XlsformOptions& options) {
  return FormReader(book, options).Read();
}

}  // namespace lotse::survey
