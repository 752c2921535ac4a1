#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/versions/compare_instruments.h"

// Versions of a small questionnaire, and changes in few words.
namespace lotse::survey {

inline v1alpha::Instrument ParseInstrument(const std::string& text) {
  v1alpha::Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &instrument)) << text;
  return instrument;
}

// `text { variants { language: "de" text: "…" } }` of a field with this name.
inline std::string German(const std::string& field, const std::string& text) {
  return absl::StrCat(field, " { variants { language: 'de' text: '", text, "' } } ");
}

// A question with what is given besides.
inline std::string QuestionText(const std::string& code, const std::string& kind,
                                const std::string& text, const std::string& rest = "") {
  return absl::StrCat("questions { code: '", code, "' kind: KIND_", kind, " ", German("text", text),
                      rest, " } ");
}

inline std::string OptionText(const std::string& code, const std::string& label) {
  return absl::StrCat("options { code: '", code, "' ", German("label", label), "} ");
}

inline v1alpha::Instrument OfQuestions(const std::string& questions) {
  return ParseInstrument(absl::StrCat(German("title", "Bogen"), "sections { ", questions, " }"));
}

inline Mappings ParseMappings(const std::string& text) {
  v1alpha::Instrument holder = ParseInstrument(text);
  return holder.mappings();
}

// `KIND code[/option] VERDICT[ settled]`, without prefixes; of what is SAFE without the last.
inline std::string InShort(const v1alpha::InstrumentChange& change) {
  using Change = v1alpha::InstrumentChange;
  std::string text = absl::StrCat(Change::Kind_Name(change.kind()).substr(5), " ", change.code());
  if (!change.option().empty()) absl::StrAppend(&text, "/", change.option());
  absl::StrAppend(&text, " ", Change::Verdict_Name(change.verdict()).substr(8));
  if (change.verdict() != Change::VERDICT_SAFE && change.settled()) {
    absl::StrAppend(&text, " settled");
  }
  return text;
}

inline std::vector<std::string> InShort(const v1alpha::InstrumentComparison& comparison) {
  std::vector<std::string> changes;
  for (const auto& change : comparison.changes()) changes.push_back(InShort(change));
  return changes;
}

}  // namespace lotse::survey
