#include "services/survey/exchange/limesurvey/tsv.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "runtime/types/csv.h"
#include "runtime/types/text.h"
#include "services/survey/exchange/limesurvey/instrument_frame.h"
#include "services/survey/exchange/limesurvey/lss.h"

namespace lotse::survey {
namespace {

using limesurvey::LocalText;
using limesurvey::SourceAnswer;
using limesurvey::SourceGroup;
using limesurvey::SourceQuestion;
using limesurvey::SourceSubquestion;
using limesurvey::SourceSurvey;

// Columns that the rows of questions have; each other one is a setting of the question.
constexpr absl::string_view kColumns[] = {"id",
                                          "related_id",
                                          "class",
                                          "type/scale",
                                          "name",
                                          "relevance",
                                          "text",
                                          "help",
                                          "language",
                                          "validation",
                                          "mandatory",
                                          "encrypted",
                                          "other",
                                          "default",
                                          "same_default",
                                          "same_script",
                                          "question_theme_name",
                                          "random_group"};

// Rows of a table by the names of its columns.
class Table {
 public:
  explicit Table(absl::string_view content) : reader_(content, '\t') {}

  // INVALID_ARGUMENT if the table has not the columns that it needs.
  absl::Status ReadHead() {
    if (const absl::Status status = reader_.Next(&fields_); !status.ok()) return status;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const std::string name(absl::StripAsciiWhitespace(fields_[i].text));
      columns_.emplace(name, i);
      names_.push_back(name);
    }
    for (const char* needed : {"class", "type/scale", "name", "text"}) {
      if (columns_.contains(needed)) continue;
      return absl::InvalidArgumentError(
          absl::StrCat("line 1: no survey structure of LimeSurvey: the column `", needed,
                       "` is missing; columns are separated by tabs"));
    }
    return absl::OkStatus();
  }

  bool AtEnd() const { return reader_.AtEnd(); }
  absl::Status Next() { return reader_.Next(&fields_); }
  int line() const { return fields_.empty() ? 0 : fields_[0].line; }
  const std::vector<std::string>& names() const { return names_; }

  std::string operator[](absl::string_view column) const {
    const auto found = columns_.find(column);
    if (found == columns_.end() || found->second >= fields_.size()) return "";
    return std::string(absl::StripAsciiWhitespace(fields_[found->second].text));
  }
  int NumberOf(absl::string_view column) const {
    int number = 0;
    return absl::SimpleAtoi((*this)[column], &number) ? number : 0;
  }

 private:
  types::CsvReader reader_;
  std::vector<types::CsvField> fields_;
  std::vector<std::string> names_;
  absl::flat_hash_map<std::string, std::size_t> columns_;
};

class TsvReader {
 public:
  explicit TsvReader(absl::string_view content) : row_(content) {}

  absl::StatusOr<ImportResult> Read() {
    if (const absl::Status status = row_.ReadHead(); !status.ok()) return status;
    while (!row_.AtEnd()) {
      if (const absl::Status status = row_.Next(); !status.ok()) return status;
      ReadRow();
    }
    AddSummary();
    return limesurvey::MakeInstrument(survey_, std::move(findings_));
  }

 private:
  void ReadRow() {
    const std::string kind = row_["class"];
    if (kind.empty()) return;
    if (kind == "S") {
      ReadSetting();
      return;
    }
    if (kind == "C" || kind == "QTAM" || kind == "QTALS") {
      conditions_ += kind == "C";
      return;
    }
    if (kind == "QTA") {
      survey_.quotas.push_back({row_.line(), row_["name"], ""});
      return;
    }
    const std::string language = LanguageOfRow();
    if (language != language_) {
      language_ = language;
      groups_in_language_ = 0;
      group_ = nullptr;
      question_ = nullptr;
    }
    if (kind == "SL") {
      ReadText();
    } else if (kind == "G") {
      ReadGroup();
    } else if (kind == "Q") {
      ReadQuestion();
    } else if (kind == "SQ") {
      ReadSubquestion();
    } else if (kind == "A") {
      ReadAnswer();
    } else {
      findings_.Warn(row_.line(), "",
                     absl::StrCat("A row of the class `", Shortened(kind), "` was left out."));
    }
  }

  // The language that a row names, else the base language. The first one that is named is that,
  // if no setting says it.
  std::string LanguageOfRow() {
    std::string language = row_["language"];
    if (language.empty()) return survey_.languages.empty() ? "" : survey_.languages[0];
    AddLanguage(language);
    return language;
  }

  void AddLanguage(const std::string& language) {
    if (language.empty() || survey_.languages.size() > types::kMaxVariants) return;
    const auto found = std::find(survey_.languages.begin(), survey_.languages.end(), language);
    if (found == survey_.languages.end()) survey_.languages.push_back(language);
  }

  void ReadSetting() {
    const std::string name = row_["name"], value = row_["text"];
    if (name == "language" || name == "additional_languages") {
      for (const absl::string_view language : absl::StrSplit(value, ' ', absl::SkipWhitespace())) {
        AddLanguage(std::string(language));
      }
    } else if (name == "sid") {
      survey_.id = value;
    } else if (name == "format") {
      survey_.format = value;
    } else if (name == "assessments") {
      survey_.assessments = value == "Y";
    }
  }

  void ReadText() {
    const std::string name = row_["name"];
    for (const auto& [column, text] : {std::pair("surveyls_title", &survey_.title),
                                       {"surveyls_description", &survey_.description},
                                       {"surveyls_welcometext", &survey_.welcome},
                                       {"surveyls_endtext", &survey_.end}}) {
      if (name == column) text->Add(language_, row_["text"]);
    }
    if (name == "surveyls_policy_notice" && !row_["text"].empty()) {
      findings_.Warn(row_.line(), "", "The notice of data protection was left out.");
    }
  }

  // Groups of other languages follow one another as those of the base language do.
  void ReadGroup() {
    const std::size_t place = groups_in_language_++;
    question_ = nullptr;
    if (IsBase()) {
      group_ = &survey_.groups.emplace_back();
      group_->line = row_.line();
      group_->relevance = row_["relevance"];
      group_->randomization = row_["random_group"];
    } else if (place < survey_.groups.size()) {
      group_ = &survey_.groups[place];
    } else {
      group_ = nullptr;
      Stray("group");
      return;
    }
    group_->title.Add(language_, row_["name"]);
    group_->description.Add(language_, row_["text"]);
  }

  void ReadQuestion() {
    question_ = nullptr;
    if (group_ == nullptr) {
      Misplaced("question", "a row of the class `G`");
      return;
    }
    const std::string code = row_["name"];
    if (IsBase()) {
      places_.emplace(absl::StrCat(group_->line, "|Q|", code), group_->questions.size());
      question_ = &group_->questions.emplace_back();
      question_->line = row_.line();
      // Expressions of these files name questions by their codes only.
      question_->id = absl::StrCat("row ", row_.line());
      question_->type = row_["type/scale"];
      question_->code = code;
      question_->relevance = row_["relevance"];
      question_->preg = row_["validation"];
      question_->mandatory = row_["mandatory"];
      question_->other = row_["other"] == "Y";
      AddDefault("");
    } else {
      const auto found =
          std::find_if(group_->questions.begin(), group_->questions.end(),
                       [&](const SourceQuestion& question) { return question.code == code; });
      if (found == group_->questions.end()) {
        Stray("question");
        return;
      }
      question_ = &*found;
    }
    question_->text.Add(language_, row_["text"]);
    question_->help.Add(language_, row_["help"]);
    for (const std::string& name : row_.names()) {
      if (name.empty() || std::count(std::begin(kColumns), std::end(kColumns), name) > 0) continue;
      const std::string value = row_[name];
      if (!value.empty()) question_->attributes[name].Add(language_, value);
    }
  }

  void ReadSubquestion() {
    if (question_ == nullptr) {
      Misplaced("subquestion", "a row of the class `Q`");
      return;
    }
    const std::string key = KeyOf("SQ");
    const std::size_t* place = PlaceOf(key);
    if (!IsBase() && place == nullptr) {
      Stray("subquestion");
      return;
    }
    std::vector<SourceSubquestion>& siblings = question_->subquestions;
    if (IsBase()) {
      places_.emplace(key, siblings.size());
      SourceSubquestion& added = siblings.emplace_back();
      added.line = row_.line();
      added.id = absl::StrCat("row ", row_.line());
      added.code = row_["name"];
      added.scale = row_.NumberOf("type/scale");
      added.relevance = row_["relevance"];
      AddDefault(added.id);
    }
    SourceSubquestion* sub = IsBase() ? &siblings.back() : &siblings[*place];
    sub->text.Add(language_, row_["text"]);
  }

  void ReadAnswer() {
    if (question_ == nullptr) {
      Misplaced("answer", "a row of the class `Q`");
      return;
    }
    const std::string key = KeyOf("A");
    const std::size_t* place = PlaceOf(key);
    if (!IsBase() && place == nullptr) {
      Stray("answer");
      return;
    }
    std::vector<SourceAnswer>& siblings = question_->answers;
    if (IsBase()) {
      places_.emplace(key, siblings.size());
      SourceAnswer& added = siblings.emplace_back();
      added.line = row_.line();
      added.code = row_["name"];
      added.scale = row_.NumberOf("type/scale");
    }
    SourceAnswer* answer = IsBase() ? &siblings.back() : &siblings[*place];
    answer->text.Add(language_, row_["text"]);
  }

  // The place of a part among its siblings, by a key that names both; nullptr if it is not there.
  const std::size_t* PlaceOf(const std::string& key) const {
    const auto found = places_.find(key);
    return found == places_.end() ? nullptr : &found->second;
  }

  // Key of a subquestion or answer of the question above.
  std::string KeyOf(absl::string_view kind) const {
    return absl::StrCat(question_->line, "|", kind, "|", row_.NumberOf("type/scale"), "|",
                        row_["name"]);
  }

  void AddDefault(const std::string& subquestion) {
    const std::string value = row_["default"];
    if (value.empty()) return;
    limesurvey::SourceDefault& given = question_->defaults.emplace_back();
    given.line = row_.line();
    given.subquestion = subquestion;
    given.value.Add("", value);
  }

  bool IsBase() const { return survey_.languages.empty() || language_ == survey_.languages[0]; }

  void Misplaced(absl::string_view what, absl::string_view above) {
    findings_.Fail(
        row_.line(), row_["name"],
        absl::StrCat("The ", what, " has nothing that it belongs to; put it below ", above, "."));
  }

  void Stray(absl::string_view what) {
    findings_.Warn(row_.line(), row_["name"],
                   absl::StrCat("The ", what,
                                " is not there in the base language and was left "
                                "out."));
  }

  void AddSummary() {
    if (survey_.languages.empty()) {
      findings_.Fail(0, "", "There is no language; fill the column `language`.");
    }
    if (conditions_ > 0) {
      findings_.Warn(0, "",
                     absl::StrCat("Rows of conditions: ", conditions_,
                                  "; they were left out, because the column `relevance` says the "
                                  "same."));
    }
  }

  Table row_;
  FindingList findings_;
  SourceSurvey survey_;
  std::string language_;
  std::size_t groups_in_language_ = 0;
  SourceGroup* group_ = nullptr;
  SourceQuestion* question_ = nullptr;
  // Places of questions, subquestions and answers in the base language.
  absl::flat_hash_map<std::string, std::size_t> places_;
  int conditions_ = 0;
};

}  // namespace

absl::StatusOr<ImportResult> ReadLimesurveyTsv(absl::string_view content) {
  if (content.size() > kMaxLimesurveyBytes) {
    return absl::InvalidArgumentError(absl::StrCat("the file has ", content.size(),
                                                   " bytes; give at most ", kMaxLimesurveyBytes));
  }
  if (const absl::Status status = types::CheckCsvText(content); !status.ok()) return status;
  return TsvReader(content).Read();
}

}  // namespace lotse::survey
