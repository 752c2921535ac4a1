#include "services/survey/engine/question_tree.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/question_kinds.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using v1alpha::Instrument;
using v1alpha::Question;

Instrument Nested() {
  Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        option_lists {
          code: "yes_no"
          options { code: "yes" }
          options { code: "no" }
        }
        sections {
          questions { code: "intro" kind: KIND_NOTE }
          questions { code: "a" kind: KIND_TEXT }
        }
        sections {
          questions {
            code: "home"
            kind: KIND_GROUP
            questions {
              code: "person"
              kind: KIND_REPEAT
              questions { code: "age" kind: KIND_INTEGER }
              questions { code: "works" kind: KIND_SINGLE_CHOICE option_list: "yes_no" }
            }
            questions { code: "rooms" kind: KIND_INTEGER }
          }
          questions {
            code: "b"
            kind: KIND_SINGLE_CHOICE
            options { code: "1" }
          }
          questions { code: "lost" kind: KIND_SINGLE_CHOICE option_list: "nowhere" }
        }
      )pb",
      &instrument));
  return instrument;
}

// `CODE in SECTION below GROUP/REPEAT`, with `*` for several values.
std::string InWords(const PlacedQuestion& placed) {
  std::string words =
      absl::StrCat(placed.question->code(), placed.repeated() ? "*" : "", " in ", placed.section);
  for (const Question* one : placed.around) absl::StrAppend(&words, "/", one->code());
  return words;
}

TEST(QuestionTree, FindsEachQuestionWithAValueInItsPlace) {
  const Instrument instrument = Nested();
  std::vector<std::string> found;
  for (const PlacedQuestion& placed : QuestionsWithValue(instrument)) {
    found.push_back(InWords(placed));
  }
  EXPECT_THAT(found, ElementsAre("a in 1", "age* in 2/home/person", "works* in 2/home/person",
                                 "rooms in 2/home", "b in 2", "lost in 2"));
}

TEST(QuestionTree, OptionsAreOnesOwnOrThoseOfTheList) {
  const Instrument instrument = Nested();
  std::vector<int> sizes;
  for (const PlacedQuestion& placed : QuestionsWithValue(instrument)) {
    sizes.push_back(OptionsOf(instrument, *placed.question).size());
  }
  EXPECT_THAT(sizes, ElementsAre(0, 0, 2, 0, 1, 0));
  EXPECT_EQ(FindList(instrument, "nowhere"), nullptr);
}

TEST(QuestionTree, LooksAtAllKinds) {
  const Instrument instrument = Nested();
  for (const char* code : {"intro", "home", "person", "age", "lost"}) {
    EXPECT_TRUE(AnyQuestion(instrument, [&](const Question& q) { return q.code() == code; }))
        << code;
  }
  EXPECT_FALSE(AnyQuestion(instrument, [](const Question& q) { return q.code() == "nobody"; }));
}

TEST(QuestionTree, AnEmptyQuestionnaireHasNone) {
  EXPECT_THAT(QuestionsWithValue(Instrument()), IsEmpty());
}

TEST(QuestionKinds, AreWhatTheyAre) {
  EXPECT_TRUE(HasOptions(Question::KIND_RANKING));
  EXPECT_FALSE(HasOptions(Question::KIND_DECIMAL));
  EXPECT_TRUE(HoldsQuestions(Question::KIND_REPEAT));
  EXPECT_FALSE(HasValue(Question::KIND_GROUP));
  EXPECT_FALSE(HasValue(Question::KIND_NOTE));
  EXPECT_TRUE(HasValue(Question::KIND_CALCULATION));
  EXPECT_FALSE(IsAnswered(Question::KIND_CALCULATION));
  EXPECT_TRUE(IsAnswered(Question::KIND_ACKNOWLEDGEMENT));
  EXPECT_TRUE(IsNumber(Question::KIND_DECIMAL));
  EXPECT_FALSE(HasValue(static_cast<Question::Kind>(99)));
}

}  // namespace
}  // namespace lotse::survey
