#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/import_result.h"
#include "services/survey/exchange/limesurvey/lss.h"
#include "services/survey/exchange/limesurvey/tsv.h"

// What the tests of the readers of LimeSurvey share.

namespace lotse::survey::limesurvey {

// A row of a table of an .lss: columns and values, `qid=1|title=A` and so on. `%7C` is a `|`.
inline std::string Row(absl::string_view columns) {
  std::string row = "<row>";
  for (const absl::string_view pair : absl::StrSplit(columns, '|')) {
    const std::vector<std::string> parts = absl::StrSplit(pair, absl::MaxSplits('=', 1));
    absl::StrAppend(&row, "<", parts[0], "><![CDATA[",
                    absl::StrReplaceAll(parts[1], {{"%7C", "|"}}), "]]></", parts[0], ">");
  }
  return row + "</row>\n";
}

inline std::string TableOf(absl::string_view name, absl::string_view rows) {
  return absl::StrCat("<", name, "><rows>\n", rows, "</rows></", name, ">\n");
}

// An .lss in the old layout with one group in German. `tables` are the others, among them
// `questions`.
inline std::string Lss(absl::string_view tables, absl::string_view survey = "language=de") {
  return absl::StrCat(
      "<document><LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>261</DBVersion>\n",
      TableOf("surveys", Row(absl::StrCat("sid=9|", survey))),
      TableOf("surveys_languagesettings", Row("surveyls_language=de|surveyls_title=Titel")),
      TableOf("groups", Row("gid=1|group_name=Gruppe|group_order=1|language=de")), tables,
      "</document>");
}

// The same of one question of the type `type` and the code `Q1`; `more` are other columns, which
// take the place of its own.
inline std::string OneQuestion(absl::string_view type, absl::string_view more,
                               absl::string_view tables = "") {
  return Lss(absl::StrCat(
      TableOf("questions",
              Row(absl::StrCat(more, more.empty() ? "" : "|", "qid=1|parent_qid=0|gid=1|title=Q1|",
                               "question=Frage?|language=de|type=", type == "|" ? "%7C" : type))),
      tables));
}

inline ImportResult ReadAsLss(absl::string_view xml) {
  absl::StatusOr<ImportResult> result = ReadLss(xml);
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *std::move(result) : ImportResult();
}

inline std::string TextIn(const type::v1alpha::Text& text) {
  return text.variants().empty() ? "" : text.variants(0).text();
}

// A question in a notation for comparison: kind, code, text, then what it has.
inline std::string OutlineOf(const v1alpha::Question& q) {
  std::string line = absl::StrCat(v1alpha::Question::Kind_Name(q.kind()).substr(5), " ", q.code(),
                                  " '", TextIn(q.text()), "'", q.required() ? " *" : "");
  for (const auto& item : q.items()) {
    absl::StrAppend(&line, " ", item.code(), "=", TextIn(item.text()));
  }
  for (const auto& option : q.options()) {
    absl::StrAppend(&line, " ", option.code(), ":", TextIn(option.label()));
  }
  if (!q.option_list().empty()) absl::StrAppend(&line, " list ", q.option_list());
  const v1alpha::QuestionLogic& logic = q.logic();
  for (const auto& [name, value] : {std::pair("if ", logic.relevant()),
                                    {"check ", logic.constraint()},
                                    {"is ", logic.calculation()},
                                    {"first ", logic.initial_value()},
                                    {"offers ", logic.option_filter()}}) {
    if (!value.empty()) absl::StrAppend(&line, " [", name, value, "]");
  }
  if (q.has_minimum()) absl::StrAppend(&line, " >=", q.minimum());
  if (q.has_maximum()) absl::StrAppend(&line, " <=", q.maximum());
  if (q.has_scale()) {
    absl::StrAppend(&line, " ", q.scale().start(), "..", q.scale().end(), "/", q.scale().step());
  }
  if (q.has_hint()) absl::StrAppend(&line, " (", TextIn(q.hint()), ")");
  if (q.has_randomization()) line += " random";
  for (const std::string& type : q.media_types()) absl::StrAppend(&line, " ", type);
  return line;
}

inline void AddOutline(const google::protobuf::RepeatedPtrField<v1alpha::Question>& questions,
                       absl::string_view indent, std::vector<std::string>* lines) {
  for (const v1alpha::Question& question : questions) {
    lines->push_back(absl::StrCat(indent, OutlineOf(question)));
    AddOutline(question.questions(), absl::StrCat(indent, "  "), lines);
  }
}

inline std::vector<std::string> Outline(const v1alpha::Instrument& instrument) {
  std::vector<std::string> lines;
  for (const auto& section : instrument.sections()) AddOutline(section.questions(), "", &lines);
  return lines;
}

// Messages of one severity, each with its line and code.
inline std::vector<std::string> Messages(const ImportResult& result,
                                         v1alpha::ImportFinding::Severity severity) {
  std::vector<std::string> messages;
  for (const v1alpha::ImportFinding& f : result.findings) {
    if (f.severity() == severity) {
      messages.push_back(absl::StrCat(f.line(), " ", f.code(), " ", f.message()));
    }
  }
  return messages;
}
inline std::vector<std::string> Warnings(const ImportResult& r) {
  return Messages(r, v1alpha::ImportFinding::SEVERITY_WARNING);
}
inline std::vector<std::string> Errors(const ImportResult& r) {
  return Messages(r, v1alpha::ImportFinding::SEVERITY_ERROR);
}
inline std::vector<std::string> Notes(const ImportResult& r) {
  return Messages(r, v1alpha::ImportFinding::SEVERITY_NOTE);
}

// The content of a reference file; false if there is none.
inline bool ReadReference(absl::string_view name, std::string* content, std::string* path) {
  const char* const folder = std::getenv("LOTSE_REFERENCE");
  *path = absl::StrCat(folder != nullptr ? folder : "../shared/reference",
                       "/questionnaires/limesurvey/", name);
  std::ifstream file(*path, std::ios::binary);
  if (!file) return false;
  std::ostringstream all;
  all << file.rdbuf();
  *content = all.str();
  return true;
}

}  // namespace lotse::survey::limesurvey
