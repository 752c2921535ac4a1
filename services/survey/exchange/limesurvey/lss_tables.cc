#include "services/survey/exchange/limesurvey/lss_tables.h"

#include <algorithm>
#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "runtime/types/text.h"
#include "services/survey/exchange/plain_text.h"

namespace lotse::survey::limesurvey {
namespace {

using pugi::xml_node;

std::string ValueOf(const xml_node& row, const char* column) {
  return std::string(absl::StripAsciiWhitespace(WithoutBadBytes(TextBelow(row.child(column)))));
}

int NumberOf(const xml_node& row, const char* column) {
  int number = 0;
  return absl::SimpleAtoi(ValueOf(row, column), &number) ? number : 0;
}

// Reads the tables in the order in which they need each other, whatever their order in the file.
class LssTables {
 public:
  LssTables(const XmlSource& source, FindingList* findings)
      : source_(source), root_(source.root()), findings_(*findings) {}

  SourceSurvey Read() {
    ReadSurvey();
    ReadGroups();
    ReadQuestions();
    ReadSubquestions();
    ReadAnswers();
    ReadAttributes();
    ReadDefaults();
    ReadConditions();
    for (const xml_node& row : RowsOf("quota")) {
      survey_.quotas.push_back({LineOf(row), ValueOf(row, "name"), ValueOf(row, "qlimit")});
    }
    if (foreign_rows_ > 0) {
      findings_.Warn(0, "",
                     absl::StrCat("Texts in languages that the survey does not have: ",
                                  foreign_rows_, "; they were left out."));
    }
    Assemble();
    return std::move(survey_);
  }

 private:
  int LineOf(const xml_node& node) const { return source_.LineOf(node); }

  std::vector<xml_node> RowsOf(const char* table) const {
    std::vector<xml_node> rows;
    for (const xml_node& node : root_.children(table)) {
      for (const xml_node& row : node.child("rows").children("row")) rows.push_back(row);
    }
    return rows;
  }

  void ReadSurvey() {
    const xml_node row = root_.child("surveys").child("rows").child("row");
    survey_.id = ValueOf(row, "sid");
    survey_.format = ValueOf(row, "format");
    survey_.assessments = ValueOf(row, "assessments") == "Y";
    AddLanguage(ValueOf(row, "language"));
    for (const absl::string_view language :
         absl::StrSplit(ValueOf(row, "additional_languages"), ' ', absl::SkipWhitespace())) {
      AddLanguage(std::string(language));
    }
    for (const xml_node& language : root_.child("languages").children("language")) {
      AddLanguage(WithoutBadBytes(TextBelow(language)));
    }
    if (survey_.languages.empty()) {
      findings_.Fail(LineOf(row), "", "There is no language; fill `language` of the survey.");
    }
    for (const xml_node& texts : RowsOf("surveys_languagesettings")) {
      const std::string language = ValueOf(texts, "surveyls_language");
      if (!Knows(language)) continue;
      survey_.title.Add(language, ValueOf(texts, "surveyls_title"));
      survey_.description.Add(language, ValueOf(texts, "surveyls_description"));
      survey_.welcome.Add(language, ValueOf(texts, "surveyls_welcometext"));
      survey_.end.Add(language, ValueOf(texts, "surveyls_endtext"));
      const std::string notice = ValueOf(texts, "surveyls_policy_notice");
      if (!notice.empty()) {
        findings_.Warn(LineOf(texts), "", "The notice of data protection was left out.");
      }
    }
  }

  void AddLanguage(std::string language) {
    if (language.empty() || Knows(language)) return;
    // One more than can be kept, so that there is a finding.
    if (survey_.languages.size() <= types::kMaxVariants) {
      survey_.languages.push_back(std::move(language));
    }
  }

  bool Knows(absl::string_view language) const {
    return std::find(survey_.languages.begin(), survey_.languages.end(), language) !=
           survey_.languages.end();
  }

  // The language of `row`; empty if it says none. False if it is none of the survey.
  bool LanguageOf(const xml_node& row, std::string* language) {
    *language = ValueOf(row, "language");
    if (language->empty() || Knows(*language)) return true;
    ++foreign_rows_;
    return false;
  }

  void AddText(const xml_node& row, const char* column, LocalText* text) {
    std::string language;
    if (!row.child(column) || !LanguageOf(row, &language)) return;
    text->Add(language, ValueOf(row, column));
  }

  void ReadGroups() {
    for (const xml_node& row : RowsOf("groups")) {
      const std::string id = ValueOf(row, "gid");
      const auto [found, added] = groups_.emplace(id, survey_.groups.size());
      if (added) {
        SourceGroup& group = survey_.groups.emplace_back();
        group.line = LineOf(row);
        group.id = id;
        group.order = NumberOf(row, "group_order");
        group.relevance = ValueOf(row, "grelevance");
        group.randomization = ValueOf(row, "randomization_group");
      }
      AddGroupTexts(row, &survey_.groups[found->second]);
    }
    for (const xml_node& row : RowsOf("group_l10ns")) {
      const auto found = groups_.find(ValueOf(row, "gid"));
      if (found == groups_.end()) {
        Orphan(row, "group");
      } else {
        AddGroupTexts(row, &survey_.groups[found->second]);
      }
    }
  }

  void AddGroupTexts(const xml_node& row, SourceGroup* group) {
    AddText(row, "group_name", &group->title);
    AddText(row, "description", &group->description);
  }

  void ReadQuestions() {
    for (const xml_node& row : RowsOf("questions")) {
      const std::string parent = ValueOf(row, "parent_qid");
      if (!parent.empty() && parent != "0") {
        subquestion_rows_.push_back(row);
        continue;
      }
      const std::string id = ValueOf(row, "qid");
      const auto [found, added] = questions_.emplace(id, loose_.size());
      if (added) {
        SourceQuestion& question = loose_.emplace_back();
        question.line = LineOf(row);
        question.id = id;
        question.type = ValueOf(row, "type");
        question.code = ValueOf(row, "title");
        question.order = NumberOf(row, "question_order");
        question.preg = ValueOf(row, "preg");
        question.other = ValueOf(row, "other") == "Y";
        question.mandatory = ValueOf(row, "mandatory");
        question.relevance = ValueOf(row, "relevance");
        group_ids_.push_back(ValueOf(row, "gid"));
      }
      AddText(row, "question", &loose_[found->second].text);
      AddText(row, "help", &loose_[found->second].help);
    }
  }

  void ReadSubquestions() {
    for (const xml_node& row : RowsOf("subquestions")) subquestion_rows_.push_back(row);
    absl::flat_hash_map<std::string, std::pair<std::size_t, std::size_t>> places;
    for (const xml_node& row : subquestion_rows_) {
      const std::string id = ValueOf(row, "qid");
      const auto parent = questions_.find(ValueOf(row, "parent_qid"));
      if (parent == questions_.end()) {
        findings_.Fail(LineOf(row), ValueOf(row, "title"),
                       "The subquestion belongs to no question; give the id of one in "
                       "`parent_qid`.");
        continue;
      }
      std::vector<SourceSubquestion>& siblings = loose_[parent->second].subquestions;
      const auto [found, added] = places.emplace(id, std::pair(parent->second, siblings.size()));
      if (added) {
        SourceSubquestion& sub = siblings.emplace_back();
        sub.line = LineOf(row);
        sub.id = id;
        sub.code = ValueOf(row, "title");
        sub.scale = NumberOf(row, "scale_id");
        sub.order = NumberOf(row, "question_order");
        sub.relevance = ValueOf(row, "relevance");
      }
      const auto [question, place] = found->second;
      AddText(row, "question", &loose_[question].subquestions[place].text);
    }
    for (const xml_node& row : RowsOf("question_l10ns")) {
      const std::string id = ValueOf(row, "qid");
      if (const auto found = questions_.find(id); found != questions_.end()) {
        AddText(row, "question", &loose_[found->second].text);
        AddText(row, "help", &loose_[found->second].help);
      } else if (const auto sub = places.find(id); sub != places.end()) {
        const auto [question, place] = sub->second;
        AddText(row, "question", &loose_[question].subquestions[place].text);
      } else {
        Orphan(row, "question");
      }
    }
  }

  void ReadAnswers() {
    absl::flat_hash_map<std::string, std::pair<std::size_t, std::size_t>> by_id, by_code;
    for (const xml_node& row : RowsOf("answers")) {
      SourceQuestion* question = QuestionOf(row);
      if (question == nullptr) continue;
      const std::string code = ValueOf(row, "code");
      const int scale = NumberOf(row, "scale_id");
      const std::size_t at = question - loose_.data();
      const auto [found, added] = by_code.emplace(absl::StrCat(at, " ", scale, " ", code),
                                                  std::pair(at, question->answers.size()));
      if (added) {
        SourceAnswer& answer = question->answers.emplace_back();
        answer.line = LineOf(row);
        answer.code = code;
        answer.scale = scale;
        answer.order = NumberOf(row, "sortorder");
      }
      by_id.emplace(ValueOf(row, "aid"), found->second);
      AddText(row, "answer", &loose_[at].answers[found->second.second].text);
    }
    for (const xml_node& row : RowsOf("answer_l10ns")) {
      const auto found = by_id.find(ValueOf(row, "aid"));
      if (found == by_id.end()) {
        Orphan(row, "answer");
      } else {
        AddText(row, "answer", &loose_[found->second.first].answers[found->second.second].text);
      }
    }
  }

  void ReadAttributes() {
    for (const xml_node& row : RowsOf("question_attributes")) {
      SourceQuestion* question = QuestionOf(row);
      std::string language;
      if (question == nullptr || !LanguageOf(row, &language)) continue;
      question->attributes[ValueOf(row, "attribute")].Add(language, ValueOf(row, "value"));
    }
  }

  void ReadDefaults() {
    absl::flat_hash_map<std::string, std::pair<std::size_t, std::size_t>> places;
    for (const xml_node& row : RowsOf("defaultvalues")) {
      SourceQuestion* question = QuestionOf(row);
      if (question == nullptr) continue;
      const std::string id = ValueOf(row, "dvid");
      const std::string special = ValueOf(row, "specialtype");
      if (!special.empty() && special != "other") {
        findings_.Warn(
            LineOf(row), question->code,
            absl::StrCat("A default of the kind `", Shortened(special), "` was left out."));
        continue;
      }
      const std::string key = absl::StrCat(question->id, " ", ValueOf(row, "sqid"), " ",
                                           ValueOf(row, "scale_id"), " ", special, " ", id);
      const std::size_t at = question - loose_.data();
      const auto [found, added] = places.emplace(key, std::pair(at, question->defaults.size()));
      const std::pair<std::size_t, std::size_t> place = found->second;
      if (added) {
        SourceDefault& value = question->defaults.emplace_back();
        value.line = LineOf(row);
        value.subquestion = ValueOf(row, "sqid");
        value.scale = NumberOf(row, "scale_id");
        value.other = special == "other";
      }
      if (!id.empty()) places.emplace(id, place);
      AddText(row, "defaultvalue", &loose_[at].defaults[place.second].value);
    }
    for (const xml_node& row : RowsOf("defaultvalue_l10ns")) {
      const auto found = places.find(ValueOf(row, "dvid"));
      if (found == places.end()) {
        Orphan(row, "default");
      } else {
        AddText(row, "defaultvalue",
                &loose_[found->second.first].defaults[found->second.second].value);
      }
    }
  }

  void ReadConditions() {
    for (const xml_node& row : RowsOf("conditions")) {
      SourceQuestion* question = QuestionOf(row);
      if (question == nullptr) continue;
      question->conditions.push_back({LineOf(row), NumberOf(row, "scenario"), ValueOf(row, "cqid"),
                                      ValueOf(row, "cfieldname"), ValueOf(row, "method"),
                                      ValueOf(row, "value")});
    }
  }

  // The question that `row` belongs to; nullptr, with a warning, if there is none.
  SourceQuestion* QuestionOf(const xml_node& row) {
    const auto found = questions_.find(ValueOf(row, "qid"));
    if (found != questions_.end()) return &loose_[found->second];
    Orphan(row, "question");
    return nullptr;
  }

  void Orphan(const xml_node& row, absl::string_view what) {
    findings_.Warn(LineOf(row), "",
                   absl::StrCat("A row of <", row.parent().parent().name(), "> belongs to no ",
                                what, " and was left out."));
  }

  // Puts everything into its order, and the questions into their groups.
  void Assemble() {
    const auto by_order = [](const auto& a, const auto& b) { return a.order < b.order; };
    for (std::size_t i = 0; i < loose_.size(); ++i) {
      SourceQuestion& question = loose_[i];
      std::stable_sort(question.subquestions.begin(), question.subquestions.end(), by_order);
      std::stable_sort(question.answers.begin(), question.answers.end(), by_order);
      const auto group = groups_.find(group_ids_[i]);
      if (group == groups_.end()) {
        findings_.Fail(question.line, question.code,
                       "The question is in no group; give the id of one in `gid`.");
        continue;
      }
      survey_.groups[group->second].questions.push_back(std::move(question));
    }
    for (SourceGroup& group : survey_.groups) {
      std::stable_sort(group.questions.begin(), group.questions.end(), by_order);
    }
    std::stable_sort(survey_.groups.begin(), survey_.groups.end(), by_order);
  }

  const XmlSource& source_;
  const xml_node root_;
  FindingList& findings_;
  SourceSurvey survey_;
  // Questions before they are in their groups, with the ids of these.
  std::vector<SourceQuestion> loose_;
  std::vector<std::string> group_ids_;
  std::vector<xml_node> subquestion_rows_;
  // Places in `survey_.groups` and `loose_` by id.
  absl::flat_hash_map<std::string, std::size_t> groups_;
  absl::flat_hash_map<std::string, std::size_t> questions_;
  int foreign_rows_ = 0;
};

}  // namespace

SourceSurvey ReadLssTables(const XmlSource& source, FindingList* findings) {
  return LssTables(source, findings).Read();
}

}  // namespace lotse::survey::limesurvey
