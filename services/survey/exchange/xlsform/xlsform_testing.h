#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/tables/markdown_tables.h"
#include "services/survey/exchange/xlsform/xlsform.h"

// What the tests of XLSForm share.

namespace lotse::survey {

inline XlsformOptions Titled() { return {"de", "Titel", ""}; }

inline ImportResult Read(absl::string_view markdown, const XlsformOptions& options = Titled()) {
  const absl::StatusOr<TableBook> book = ReadMarkdownTables(markdown);
  EXPECT_TRUE(book.ok()) << book.status();
  return book.ok() ? ReadXlsform(*book, options) : ImportResult();
}

// Visits all questions with those inside of groups, in order.
inline void ForEachQuestion(const google::protobuf::RepeatedPtrField<v1alpha::Question>& questions,
                            const std::function<void(const v1alpha::Question&)>& visit) {
  for (const v1alpha::Question& question : questions) {
    visit(question);
    ForEachQuestion(question.questions(), visit);
  }
}

inline void ForEachQuestion(const v1alpha::Instrument& instrument,
                            const std::function<void(const v1alpha::Question&)>& visit) {
  for (const auto& section : instrument.sections()) ForEachQuestion(section.questions(), visit);
}

inline v1alpha::Question Find(const ImportResult& result, absl::string_view code) {
  v1alpha::Question found;
  ForEachQuestion(result.instrument, [&](const v1alpha::Question& question) {
    if (question.code() == code) found = question;
  });
  EXPECT_EQ(found.code(), code) << "no such question";
  return found;
}

// The wordings of a text: `de=Ja en=Yes`.
inline std::string Wordings(const type::v1alpha::Text& text) {
  std::string out;
  for (const auto& variant : text.variants()) {
    absl::StrAppend(&out, out.empty() ? "" : " ", variant.language(), "=", variant.text());
  }
  return out;
}

// The tree in a notation for comparison: `[teil_a: (TEXT a) (GROUP g: (NOTE n))]`.
inline std::string Tree(const google::protobuf::RepeatedPtrField<v1alpha::Question>& questions) {
  std::string out;
  for (const v1alpha::Question& q : questions) {
    absl::StrAppend(&out, out.empty() ? "" : " ", "(",
                    v1alpha::Question::Kind_Name(q.kind()).substr(5), " ", q.code());
    if (!q.questions().empty()) absl::StrAppend(&out, ": ", Tree(q.questions()));
    absl::StrAppend(&out, ")");
  }
  return out;
}

inline std::string Tree(const ImportResult& result) {
  std::string out;
  for (const auto& section : result.instrument.sections()) {
    absl::StrAppend(&out, "[", section.code(), section.code().empty() ? "" : ": ",
                    Tree(section.questions()), "]");
  }
  return out;
}

// Findings of one severity: `survey!name:3 q1: There is ...`.
inline std::vector<std::string> Messages(const ImportResult& result,
                                         v1alpha::ImportFinding::Severity severity) {
  std::vector<std::string> messages;
  for (const v1alpha::ImportFinding& f : result.findings) {
    if (f.severity() != severity) continue;
    messages.push_back(
        absl::StrCat(f.sheet(), "!", f.column(), ":", f.line(), " ", f.code(), ": ", f.message()));
  }
  return messages;
}

inline std::vector<std::string> Errors(const ImportResult& result) {
  return Messages(result, v1alpha::ImportFinding::SEVERITY_ERROR);
}
inline std::vector<std::string> Warnings(const ImportResult& result) {
  return Messages(result, v1alpha::ImportFinding::SEVERITY_WARNING);
}
inline std::vector<std::string> Notes(const ImportResult& result) {
  return Messages(result, v1alpha::ImportFinding::SEVERITY_NOTE);
}

}  // namespace lotse::survey
