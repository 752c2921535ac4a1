#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/quexml.h"

// What the tests of the queXML reader share.

namespace lotse::survey {

// A questionnaire with one section of `questions`. They begin in line 2.
inline std::string Form(absl::string_view questions) {
  return absl::StrCat("<questionnaire id=\"1\"><title>Titel</title><section id=\"1\">\n", questions,
                      "\n</section></questionnaire>");
}

inline std::string Box(absl::string_view name, absl::string_view label,
                       absl::string_view more = "") {
  return absl::StrCat("<response varName=\"", name, "\"><fixed><category><label>", label,
                      "</label><value>Y</value>", more, "</category></fixed></response>");
}

inline constexpr char kYesNo[] =
    "<fixed><category><label>Ja</label><value>1.5</value></category>"
    "<category><label>Nein</label><value>-oth-</value></category></fixed>";

inline ImportResult Read(absl::string_view xml) {
  absl::StatusOr<ImportResult> result = ReadQuexml(xml, "de");
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *std::move(result) : ImportResult();
}

// The questions in a notation for comparison: kind, code, text, items, options.
inline std::vector<std::string> Outline(const v1alpha::Instrument& instrument) {
  std::vector<std::string> lines;
  for (const auto& section : instrument.sections()) {
    for (const v1alpha::Question& q : section.questions()) {
      std::string line = absl::StrCat(v1alpha::Question::Kind_Name(q.kind()).substr(5), " ",
                                      q.code(), " '", q.text().variants(0).text(), "'");
      for (const auto& item : q.items()) {
        absl::StrAppend(&line, " ", item.code(), "=", item.text().variants(0).text());
      }
      for (const auto& option : q.options()) {
        absl::StrAppend(&line, " ", option.code(), ":", option.label().variants(0).text());
      }
      for (const auto& condition : q.relevant_if()) {
        absl::StrAppend(&line, " if ", condition.code(), " ",
                        v1alpha::Condition::Test_Name(condition.test()).substr(5));
        for (const std::string& option : condition.options()) absl::StrAppend(&line, " ", option);
      }
      lines.push_back(line);
    }
  }
  return lines;
}

// Messages of one severity, each with its line.
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
// The message of a refusal; empty if the file was read.
inline std::string Refusal(absl::string_view xml, absl::string_view language = "de") {
  const absl::Status status = ReadQuexml(xml, language).status();
  EXPECT_TRUE(status.ok() || absl::IsInvalidArgument(status)) << status;
  return std::string(status.message());
}

inline std::vector<std::string> Notes(const ImportResult& r) {
  return Messages(r, v1alpha::ImportFinding::SEVERITY_NOTE);
}
inline std::vector<std::string> Warnings(const ImportResult& r) {
  return Messages(r, v1alpha::ImportFinding::SEVERITY_WARNING);
}
inline std::vector<std::string> Errors(const ImportResult& r) {
  return Messages(r, v1alpha::ImportFinding::SEVERITY_ERROR);
}

}  // namespace lotse::survey
