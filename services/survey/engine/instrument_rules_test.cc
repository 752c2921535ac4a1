#include "services/survey/engine/instrument_rules.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "services/survey/engine/code_rules.h"
#include "services/survey/engine/kind_rules.h"
#include "services/survey/engine/option_rules.h"

namespace lotse::survey {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using v1alpha::Instrument;
using v1alpha::Item;
using v1alpha::Option;
using v1alpha::Question;

// One question of each kind, all of them in order: 0 single choice, 1 multiple
// choice, 2 matrix, 3 integer, 4 text.
Instrument Valid() {
  Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        title { variants { language: "de" text: "Befragung" } }
        sections {
          questions {
            code: "A1"
            kind: KIND_SINGLE_CHOICE
            text { variants { language: "de" text: "Wie?" } }
            options {
              code: "1"
              label { variants { language: "de" text: "gut" } }
            }
            options {
              code: "-oth-"
              label { variants { language: "de" text: "anders" } }
            }
          }
          questions {
            code: "A2"
            kind: KIND_MULTIPLE_CHOICE
            text { variants { language: "de" text: "Was?" } }
            options {
              code: "1"
              label { variants { language: "de" text: "dies" } }
            }
          }
        }
        sections {
          title { variants { language: "de" text: "Zwei" } }
          questions {
            code: "B1"
            kind: KIND_MATRIX
            required: true
            text { variants { language: "de" text: "Wie sehr?" } }
            options {
              code: "-0.5"
              label { variants { language: "de" text: "kaum" } }
            }
            items {
              code: "B1_1"
              text { variants { language: "de" text: "hier" } }
            }
            items {
              code: "B1_2"
              text { variants { language: "de" text: "dort" } }
            }
          }
          questions {
            code: "B2"
            kind: KIND_INTEGER
            minimum: -5
            maximum: 99
            class_bounds: [ 15, 16, 20 ]
            text { variants { language: "de" text: "Wie viele?" } }
          }
          questions {
            code: "B3"
            kind: KIND_TEXT
            maximum_bytes: 500
            text { variants { language: "de" text: "Und sonst?" } }
          }
        })pb",
      &instrument));
  return instrument;
}

Question* At(Instrument* instrument, int number) {
  return number < 2 ? instrument->mutable_sections(0)->mutable_questions(number)
                    : instrument->mutable_sections(1)->mutable_questions(number - 2);
}

TEST(QuestionCode, Form) {
  for (const std::string& code :
       std::vector<std::string>{"A", "Z1Alter", "a_1", std::string(64, 'x')}) {
    EXPECT_TRUE(IsQuestionCode(code)) << code;
  }
  for (const std::string& code :
       std::vector<std::string>{"", "1A", "_a", "a-b", "a b", "\u00C4rger", std::string(65, 'x')}) {
    EXPECT_FALSE(IsQuestionCode(code)) << code;
  }
}

TEST(OptionCode, Form) {
  std::string umlauts;
  for (int i = 0; i < 64; ++i) umlauts += "\u00E4";
  for (const std::string& code :
       std::vector<std::string>{"1.5", "-0.5", "-oth-", "\u00E4", umlauts}) {
    EXPECT_TRUE(IsOptionCode(code)) << code;
  }
  for (const std::string& code : std::vector<std::string>{"", "a b",
                                                          "a\u00A0"
                                                          "b",
                                                          "\x01", "\xFF", umlauts + "x"}) {
    EXPECT_FALSE(IsOptionCode(code)) << testing::PrintToString(code);
  }
}

TEST(CheckInstrument, AcceptsOneQuestionOfEachKind) {
  for (const rpc::FieldViolation& v : CheckInstrument(Valid())) {
    ADD_FAILURE() << v.field << ": " << v.description;
  }
}

TEST(CheckInstrument, NamesEachFaultByItsPath) {
  const struct {
    std::function<void(Instrument*)> spoil;
    const char* field;
    const char* description;
  } cases[] = {
      {[](Instrument* i) { i->clear_title(); }, "title", "missing"},
      {[](Instrument* i) { i->clear_sections(); }, "sections", "missing"},
      {[](Instrument* i) { i->mutable_sections(0)->clear_questions(); }, "sections[0].questions",
       "missing"},
      {[](Instrument* i) {
         i->mutable_sections(1)->mutable_title()->mutable_variants(0)->clear_text();
       },
       "sections[1].title.variants[0].text", "empty"},
      {[](Instrument* i) { At(i, 0)->clear_code(); }, "sections[0].questions[0].code", "missing"},
      {[](Instrument* i) { At(i, 0)->set_code("1A"); }, "sections[0].questions[0].code",
       "a letter"},
      {[](Instrument* i) { At(i, 3)->set_code("A1"); }, "sections[1].questions[1].code",
       "sections[0].questions[0].code"},
      {[](Instrument* i) { At(i, 2)->mutable_items(1)->set_code("A1"); },
       "sections[1].questions[0].items[1].code", "used twice"},
      {[](Instrument* i) { At(i, 2)->mutable_items(0)->set_code("B1"); },
       "sections[1].questions[0].items[0].code", "used twice"},
      {[](Instrument* i) { At(i, 0)->clear_text(); }, "sections[0].questions[0].text", "missing"},
      {[](Instrument* i) {
         At(i, 0)->mutable_text()->mutable_variants(0)->set_language("deutsch!");
       },
       "sections[0].questions[0].text.variants[0].language", "BCP 47"},
      {[](Instrument* i) { At(i, 4)->clear_kind(); }, "sections[1].questions[2].kind", "missing"},
      {[](Instrument* i) { At(i, 4)->set_kind(static_cast<Question::Kind>(77)); },
       "sections[1].questions[2].kind", "unknown"},
      {[](Instrument* i) { At(i, 1)->clear_options(); }, "sections[0].questions[1].options",
       "missing"},
      {[](Instrument* i) { At(i, 2)->clear_options(); }, "sections[1].questions[0].options",
       "missing"},
      {[](Instrument* i) { *At(i, 3)->add_options() = At(i, 0)->options(0); },
       "sections[1].questions[1].options", "no options"},
      {[](Instrument* i) { *At(i, 4)->add_options() = At(i, 0)->options(0); },
       "sections[1].questions[2].options", "no options"},
      {[](Instrument* i) { At(i, 0)->mutable_options(1)->set_code("1"); },
       "sections[0].questions[0].options[1].code", "used twice"},
      {[](Instrument* i) { At(i, 0)->mutable_options(1)->set_code("a b"); },
       "sections[0].questions[0].options[1].code", "white space"},
      {[](Instrument* i) { At(i, 0)->mutable_options(1)->clear_label(); },
       "sections[0].questions[0].options[1].label", "missing"},
      {[](Instrument* i) { At(i, 2)->clear_items(); }, "sections[1].questions[0].items", "missing"},
      {[](Instrument* i) { *At(i, 0)->add_items() = At(i, 2)->items(0); },
       "sections[0].questions[0].items", "only a matrix"},
      {[](Instrument* i) { At(i, 2)->mutable_items(1)->clear_text(); },
       "sections[1].questions[0].items[1].text", "missing"},
      {[](Instrument* i) { At(i, 3)->set_maximum(-6); }, "sections[1].questions[1].maximum",
       "less than"},
      {[](Instrument* i) { At(i, 3)->set_class_bounds(1, 15); },
       "sections[1].questions[1].class_bounds[1]", "ascending"},
      {[](Instrument* i) { At(i, 0)->set_minimum(1); }, "sections[0].questions[0].minimum",
       "only for INTEGER"},
      {[](Instrument* i) { At(i, 4)->set_maximum(1); }, "sections[1].questions[2].maximum",
       "only for INTEGER"},
      {[](Instrument* i) { At(i, 2)->add_class_bounds(1); },
       "sections[1].questions[0].class_bounds", "only for INTEGER"},
      {[](Instrument* i) { At(i, 4)->set_maximum_bytes(-1); },
       "sections[1].questions[2].maximum_bytes", "negative"},
      {[](Instrument* i) { At(i, 3)->set_maximum_bytes(5); },
       "sections[1].questions[1].maximum_bytes", "only for TEXT"},
  };
  for (const auto& c : cases) {
    Instrument instrument = Valid();
    c.spoil(&instrument);
    const rpc::FieldViolations found = CheckInstrument(instrument);
    ASSERT_EQ(found.size(), 1u) << c.field;
    EXPECT_EQ(found[0].field, c.field);
    EXPECT_THAT(found[0].description, HasSubstr(c.description)) << c.field;
  }
}

TEST(CheckInstrument, ReportsAllFaultsAtOnce) {
  Instrument instrument = Valid();
  instrument.clear_title();
  At(&instrument, 0)->clear_text();
  At(&instrument, 3)->set_maximum(-6);
  const rpc::FieldViolations found = CheckInstrument(instrument);
  std::vector<std::string> fields;
  for (const auto& v : found) fields.push_back(v.field);
  EXPECT_THAT(fields, testing::ElementsAre("title", "sections[0].questions[0].text",
                                           "sections[1].questions[1].maximum"));
}

// Fills `questions` up to `count` with questions of their own codes.
void FillQuestions(Instrument* instrument, int count) {
  const Question model = instrument->sections(0).questions(1);
  for (int i = 5; i < count; ++i) {
    Question* question = instrument->mutable_sections(0)->add_questions();
    *question = model;
    question->set_code("Q" + std::to_string(i));
  }
}

TEST(CheckInstrument, LimitsAreReachedAndNotPassed) {
  const struct {
    const char* field;
    std::function<void(Instrument*, int extra)> fill;
  } cases[] = {
      {"sections",
       [](Instrument* i, int extra) {
         while (i->sections_size() < kMaxSections + extra) {
           *i->add_sections()->add_questions() = *At(i, 4);
           i->mutable_sections()->rbegin()->mutable_questions(0)->set_code(
               "S" + std::to_string(i->sections_size()));
         }
       }},
      {"sections", [](Instrument* i, int extra) { FillQuestions(i, kMaxQuestions + extra); }},
      {"sections[0].questions[0].options",
       [](Instrument* i, int extra) {
         while (At(i, 0)->options_size() < kMaxOptions + extra) {
           const Option model = At(i, 0)->options(0);
           Option* option = At(i, 0)->add_options();
           *option = model;
           option->set_code("o" + std::to_string(At(i, 0)->options_size()));
         }
       }},
      {"sections[1].questions[0].items",
       [](Instrument* i, int extra) {
         while (At(i, 2)->items_size() < kMaxItems + extra) {
           const Item model = At(i, 2)->items(0);
           Item* item = At(i, 2)->add_items();
           *item = model;
           item->set_code("i" + std::to_string(At(i, 2)->items_size()));
         }
       }},
      {"sections[1].questions[1].class_bounds",
       [](Instrument* i, int extra) {
         for (int bound = 21; At(i, 3)->class_bounds_size() < kMaxClassBounds + extra; ++bound) {
           At(i, 3)->add_class_bounds(bound);
         }
       }},
  };
  for (const auto& c : cases) {
    Instrument full = Valid();
    c.fill(&full, 0);
    EXPECT_THAT(CheckInstrument(full), IsEmpty()) << c.field;
    c.fill(&full, 1);
    const rpc::FieldViolations found = CheckInstrument(full);
    ASSERT_EQ(found.size(), 1u) << c.field;
    EXPECT_EQ(found[0].field, c.field);
    EXPECT_THAT(found[0].description, HasSubstr("too many"));
  }
}

TEST(CheckInstrument, AFloodOfFaultsIsCutOff) {
  Instrument instrument = Valid();
  for (int i = 0; i < 1900; ++i) {
    Question* question = instrument.mutable_sections(0)->add_questions();
    question->set_kind(Question::KIND_MULTIPLE_CHOICE);
    for (int j = 0; j < 500; ++j) question->add_options();
  }
  EXPECT_EQ(CheckInstrument(instrument).size(), ViolationList::kLimit);
}

TEST(CheckInstrument, IntegersAreLimitedToThoseThatJsonKeeps) {
  Instrument instrument = Valid();
  Question* question = At(&instrument, 3);
  question->set_minimum(-kMaxInteger);
  question->set_maximum(kMaxInteger);
  question->set_class_bounds(0, -kMaxInteger);
  question->set_class_bounds(2, kMaxInteger);
  EXPECT_THAT(CheckInstrument(instrument), IsEmpty());

  question->set_minimum(-kMaxInteger - 1);
  question->set_maximum(std::numeric_limits<std::int64_t>::max());
  question->set_class_bounds(0, std::numeric_limits<std::int64_t>::min());
  question->set_class_bounds(2, kMaxInteger + 1);
  std::vector<std::string> fields;
  for (const rpc::FieldViolation& v : CheckInstrument(instrument)) {
    fields.push_back(v.field);
    EXPECT_THAT(v.description, HasSubstr("from -9007199254740991 to 9007199254740991"));
  }
  EXPECT_THAT(fields, testing::ElementsAre("sections[1].questions[1].minimum",
                                           "sections[1].questions[1].maximum",
                                           "sections[1].questions[1].class_bounds[0]",
                                           "sections[1].questions[1].class_bounds[2]"));
}

// A matrix of `items` items, all of them with `options` options of 100 bytes.
Instrument Matrix(int items, int options) {
  Instrument instrument = Valid();
  Question* matrix = At(&instrument, 2);
  const Item item = matrix->items(0);
  const Option option = matrix->options(0);
  matrix->clear_items();
  matrix->clear_options();
  for (int i = 0; i < items; ++i) {
    *matrix->add_items() = item;
    matrix->mutable_items(i)->set_code("i" + std::to_string(i));
  }
  for (int i = 0; i < options; ++i) {
    *matrix->add_options() = option;
    matrix->mutable_options(i)->set_code("o" + std::to_string(i));
    matrix->mutable_options(i)->mutable_label()->mutable_variants(0)->set_text(
        std::string(100, 'x'));
  }
  return instrument;
}

TEST(TableBytes, GrowWithEachItemByAllOptions) {
  const std::size_t ten = TableBytes(Matrix(10, 50));
  const std::size_t twenty = TableBytes(Matrix(20, 50));
  EXPECT_GT(twenty - ten, 10u * 50u * 100u);
  EXPECT_LT(twenty - ten, 10u * 50u * 150u);
}

TEST(TableBytes, CountTitlesOnceForEachTableAndClasses) {
  Instrument instrument = Valid();
  const std::size_t before = TableBytes(instrument);
  instrument.mutable_sections(1)->mutable_title()->mutable_variants(0)->set_text(
      std::string(104, 'x'));  // was 4 bytes
  EXPECT_EQ(TableBytes(instrument), before + 4 * 100) << "two items and two questions";
  At(&instrument, 3)->clear_class_bounds();
  EXPECT_EQ(TableBytes(instrument), before + 4 * 100 - 4 * 120) << "three bounds, four classes";
}

TEST(CheckInstrument, TablesThatWouldExplodeAreRefused) {
  EXPECT_THAT(CheckInstrument(Matrix(200, 80)), IsEmpty());
  const rpc::FieldViolations found = CheckInstrument(Matrix(200, 100));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].field, "sections");
  EXPECT_THAT(found[0].description,
              HasSubstr("the tables of this questionnaire would be too large"));
}

}  // namespace
}  // namespace lotse::survey
