#include "services/survey/qualitative/transcript/speaker_label.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace lotse::survey::qualitative {
namespace {

TEST(SpeakerLabel, IsReadAtTheBeginOfALine) {
  const std::string longest(64, 'x');
  const struct {
    std::string line;
    const char* label;  // `speaker|role|size`, or empty.
  } cases[] = {
      {"I: Guten Tag", "I||2"},
      {"B1:", "B1||3"},
      {"Frau Dr. Weiß:\tja", "Frau Dr. Weiß||15"},
      {"Özlem (Verwaltung): ja", "Özlem|Verwaltung|20"},
      {"B 2 ( Amt: Soziales ) : ja", ""},
      {"Sprecher 3: ja: nein", "Sprecher 3||11"},
      {"Ich sage es mal so: nein", ""},  // Five words.
      {"Also, nein: ja", ""},
      {"Wie bitte? Ja: so", ""},
      {"10:30 Uhr", ""},
      {"10: ja", ""},
      {"„So“: ja", ""},
      {"http://example.org", ""},
      {": ja", ""},
      {"Anna", ""},
      {"", ""},
      {"\u0301a: ja", "\u0301a||4"},
      {"A\U0001F469: ja", "A\U0001F469||6"},
  };
  for (const auto& c : cases) {
    const auto label = ReadSpeakerLabel(c.line);
    EXPECT_EQ(label ? absl::StrCat(label->speaker, "|", label->role, "|", label->size) : "",
              c.label)
        << c.line;
  }
  EXPECT_TRUE(ReadSpeakerLabel(longest + ": ja"));
  EXPECT_FALSE(ReadSpeakerLabel(longest + "x: ja"));
}

}  // namespace
}  // namespace lotse::survey::qualitative
