#include "services/survey/engine/form_description/form_pages.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;

constexpr char kForm[] = R"pb(
  sections {
    questions { code: "a" kind: KIND_TEXT }
    questions { code: "b" kind: KIND_CALCULATION }
    questions { code: "c" kind: KIND_NOTE }
  }
  sections {
    code: "s2"
    questions {
      code: "g1"
      kind: KIND_GROUP
      appearance: "field-list"
      questions { code: "d" kind: KIND_TEXT }
      questions { code: "e" kind: KIND_TEXT }
    }
    questions {
      code: "g2"
      kind: KIND_GROUP
      questions { code: "f" kind: KIND_TEXT }
      questions {
        code: "g3"
        kind: KIND_GROUP
        questions { code: "g" kind: KIND_TEXT }
      }
      questions {
        code: "r"
        kind: KIND_REPEAT
        questions { code: "h" kind: KIND_TEXT }
        questions { code: "i" kind: KIND_TEXT }
      }
    }
  }
  sections {
    code: "s3"
    appearance: "w2 field-list"
    questions { code: "j" kind: KIND_TEXT }
    questions { code: "k" kind: KIND_TEXT }
  }
  sections { questions { code: "l" kind: KIND_METADATA } }
)pb";

// Each as `2 around: questions`.
std::vector<std::string> InWords(const std::string& style) {
  v1alpha::Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kForm, &instrument));
  instrument.set_style(style);
  std::vector<std::string> words;
  for (const FormPagePlan& page : PagesOf(instrument)) {
    words.push_back(absl::StrCat(page.section));
    for (const auto* group : page.around) absl::StrAppend(&words.back(), " ", group->code());
    absl::StrAppend(&words.back(), ":");
    for (const auto* question : page.questions)
      absl::StrAppend(&words.back(), " ", question->code());
  }
  return words;
}

TEST(FormPages, AreSections) {
  EXPECT_THAT(InWords(""), ElementsAre("1: a c", "2: g1 g2", "3: j k"));
  EXPECT_THAT(InWords("theme-grid"), ElementsAre("1: a c", "2: g1 g2", "3: j k"));
}

TEST(FormPages, AreTurnedWhereTheStyleSaysSo) {
  EXPECT_THAT(InWords("theme-grid pages"),
              ElementsAre("1: a", "1: c", "2: g1", "2 g2: f", "2 g2 g3: g", "2 g2: r", "3: j k"));
}

}  // namespace
}  // namespace lotse::survey
