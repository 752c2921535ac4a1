#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/survey/analysis/tabulate.h"

// What tests of tables of questions that not everybody is asked share.
namespace lotse::survey {

// A question with the options a, b, c; `more` is in text format.
inline std::string Ask(const std::string& code, const std::string& more = "",
                       const std::string& kind = "SINGLE_CHOICE") {
  return absl::StrCat("questions { code: '", code, "' kind: KIND_", kind,
                      " options { code: 'a' } options { code: 'b' } options { code: 'c' } ", more,
                      " } ");
}

inline std::string If(const std::string& code, const std::string& test,
                      const std::string& options = "") {
  std::string text = absl::StrCat("relevant_if { code: '", code, "' test: TEST_", test);
  for (const char option : options) {
    absl::StrAppend(&text, " options: '", std::string(1, option), "'");
  }
  return text + " } ";
}

// So many people who answered so: `q=b m:ab t~word n#7`. `=` is one
// option, `:` some of a multiple choice, `~` a text, `#` a number.
struct Group {
  int people;
  std::string answers;
  int broke_off_section = 0;
};

inline google::protobuf::RepeatedPtrField<v1alpha::Answer> AnswersOf(const std::string& text) {
  google::protobuf::RepeatedPtrField<v1alpha::Answer> answers;
  for (const absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const size_t sign = word.find_first_of("=:~#");
    const std::string value(word.substr(sign + 1));
    v1alpha::Answer* answer = answers.Add();
    answer->set_code(std::string(word.substr(0, sign)));
    if (word[sign] == '=') answer->set_choice(value);
    if (word[sign] == '~') answer->set_text(value);
    if (word[sign] == '#') answer->set_integer(std::stoi(value));
    if (word[sign] != ':') continue;
    for (const char code : value) answer->mutable_choices()->add_codes(std::string(1, code));
  }
  return answers;
}

class FollowUpsTest : public testing::Test {
 protected:
  // Tables of a questionnaire whose sections have these questions.
  static v1alpha::TabulateWaveResponse Tables(const std::vector<std::string>& sections,
                                              const std::vector<Group>& groups,
                                              TableScope scope = {}) {
    std::string text;
    for (const std::string& section : sections) absl::StrAppend(&text, "sections { ", section, "}");
    v1alpha::Instrument instrument;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &instrument)) << text;
    Tabulator tabulator(instrument, std::move(scope));
    for (const Group& group : groups) {
      const google::protobuf::RepeatedPtrField<v1alpha::Answer> answers = AnswersOf(group.answers);
      for (int i = 0; i < group.people; ++i) tabulator.Add(answers, group.broke_off_section);
    }
    v1alpha::TabulateWaveResponse response;
    std::move(tabulator).Finish(0, &response);
    return response;
  }

  // Of each table its code, and its base or a mark: `-` for the condition, `?` for other reasons.
  static std::string Shown(const std::vector<std::string>& sections,
                           const std::vector<Group>& groups, TableScope scope = {}) {
    std::string text;
    const v1alpha::TabulateWaveResponse tables = Tables(sections, groups, std::move(scope));
    for (const v1alpha::FrequencyTable& table : tables.tables()) {
      absl::StrAppend(&text, text.empty() ? "" : " ", table.code());
      if (table.not_shown() == v1alpha::FrequencyTable::NOT_SHOWN_CONDITION) {
        absl::StrAppend(&text, "-");
      } else if (table.not_shown() != v1alpha::FrequencyTable::NOT_SHOWN_UNSPECIFIED) {
        absl::StrAppend(&text, "?");
      } else {
        absl::StrAppend(&text, table.base());
      }
    }
    return text;
  }
};

}  // namespace lotse::survey
