// What a questionnaire with groups, repeats, lists and expressions may have.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "services/survey/engine/instrument_rules.h"
#include "services/survey/engine/kind_rules.h"
#include "services/survey/engine/media_rules.h"
#include "services/survey/engine/option_rules.h"
#include "services/survey/logic/syntax/expression.h"

namespace lotse::survey {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using v1alpha::Instrument;
using v1alpha::Media;
using v1alpha::OptionList;
using v1alpha::Question;

// A group with a repeat in it, and behind it one of each kind that has rules of its own.
Instrument Household() {
  Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        title { variants { language: "de" text: "Haushalt" } }
        version: "2026-03"
        form_id: "haushalt"
        option_lists {
          code: "orte"
          options {
            code: "nord"
            label { variants { language: "de" text: "Nord" } }
            columns { key: "kreis" value: "1" }
            media { kind: KIND_IMAGE file: "nord.png" }
          }
        }
        sections {
          code: "haus"
          relevant: "true()"
          questions {
            code: "g"
            kind: KIND_GROUP
            questions {
              code: "person"
              kind: KIND_REPEAT
              logic { repeat_count: "3" }
              questions {
                code: "alter"
                kind: KIND_INTEGER
                text { variants { language: "de" text: "Alter?" } }
                logic { constraint: ". >= 0" }
                scale { start: "0" end: "120" step: "1" }
              }
            }
            questions {
              code: "ort"
              kind: KIND_SINGLE_CHOICE
              text { variants { language: "de" text: "Wo?" } }
              option_list: "orte"
              logic { option_filter: "kreis = 1" }
              randomization { seed: "42" }
            }
          }
          questions {
            code: "summe"
            kind: KIND_CALCULATION
            logic { calculation: "sum(${alter})" }
          }
          questions {
            code: "dank"
            kind: KIND_NOTE
            text { variants { language: "de" text: "Danke" } }
          }
          questions { code: "beginn" kind: KIND_METADATA metadata: METADATA_START }
        }
      )pb",
      &instrument));
  return instrument;
}

Question* Top(Instrument* i, int number) {
  return i->mutable_sections(0)->mutable_questions(number);
}
Question* Person(Instrument* i) { return Top(i, 0)->mutable_questions(0); }
Question* Age(Instrument* i) { return Person(i)->mutable_questions(0); }
Question* Town(Instrument* i) { return Top(i, 0)->mutable_questions(1); }

TEST(QuestionnaireTree, IsTakenAsItIs) {
  for (const rpc::FieldViolation& v : CheckInstrument(Household())) {
    ADD_FAILURE() << v.field << ": " << v.description;
  }
}

TEST(QuestionnaireTree, NamesEachFaultByItsPath) {
  const std::string age = "sections[0].questions[0].questions[0].questions[0]";
  const std::string town = "sections[0].questions[0].questions[1]";
  const struct {
    std::function<void(Instrument*)> spoil;
    std::string field;
    const char* description;
  } cases[] = {
      {[](Instrument* i) { i->set_version(std::string(65, 'v')); }, "version", "at most 64"},
      {[](Instrument* i) { i->set_form_id(std::string(129, 'f')); }, "form_id", "at most 128"},
      {[](Instrument* i) { i->set_response_title(std::string(20'000, '1')); }, "response_title",
       "16384 bytes"},
      {[](Instrument* i) { i->mutable_sections(0)->set_code("1"); }, "sections[0].code",
       "a letter"},
      {[](Instrument* i) { i->mutable_sections(0)->clear_code(); }, "sections[0].code",
       "not everybody sees"},
      {[](Instrument* i) { i->mutable_sections(0)->set_relevant("1 +"); }, "sections[0].relevant",
       "character"},
      {[](Instrument* i) { i->mutable_sections(0)->set_relevant("today() > 1"); },
       "sections[0].relevant", "with the time or by chance"},
      {[](Instrument* i) { Person(i)->mutable_logic()->set_repeat_count("1 + random() * 3"); },
       "sections[0].questions[0].questions[0].logic.repeat_count", "with the time or by chance"},
      {[](Instrument* i) { Age(i)->mutable_logic()->set_relevant("once(random()) < 0.5"); },
       age + ".logic.relevant", "with the time or by chance"},
      {[](Instrument* i) { Town(i)->mutable_logic()->set_relevant("uuid() != ''"); },
       town + ".logic.relevant", "with the time or by chance"},
      {[](Instrument* i) { Age(i)->mutable_logic()->set_constraint("${lost} = 1"); },
       age + ".logic.constraint", "`lost`"},
      {[](Instrument* i) { Top(i, 1)->mutable_logic()->set_calculation("${summe} + 1"); },
       "sections[0].questions[1].logic.calculation", "in a circle"},
      {[](Instrument* i) { Town(i)->mutable_randomization()->set_seed("${"); },
       town + ".randomization.seed", "character"},
      {[](Instrument* i) { Top(i, 1)->mutable_logic()->add_trigger("lost"); },
       "sections[0].questions[1].logic.trigger[0]", "no such question"},
      {[](Instrument* i) { i->set_response_title("lost("); }, "response_title", "character"},
      {[](Instrument* i) { i->mutable_sections(0)->set_code("alter"); }, age + ".code",
       "used twice"},
      {[](Instrument* i) { Top(i, 0)->clear_questions(); }, "sections[0].questions[0].questions",
       "at least one"},
      {[](Instrument* i) { *Age(i)->add_questions() = *Top(i, 1); }, age + ".questions",
       "only a group"},
      {[](Instrument* i) { Age(i)->clear_text(); }, age + ".text", "missing"},
      {[](Instrument* i) { Age(i)->set_kind(Question::KIND_FILE); }, age + ".kind", "in a repeat"},
      {[](Instrument* i) { Top(i, 2)->clear_text(); }, "sections[0].questions[2].text", "missing"},
      {[](Instrument* i) { Age(i)->mutable_hint()->add_variants()->set_language("de"); },
       age + ".hint.variants[0].text", "empty"},
      {[](Instrument* i) { Age(i)->mutable_scale()->set_step("0"); }, age + ".scale.step",
       "more than 0"},
      {[](Instrument* i) { Age(i)->mutable_scale()->set_end("0.0"); }, age + ".scale.end",
       "same as"},
      {[](Instrument* i) { Age(i)->mutable_scale()->set_start("nan"); }, age + ".scale.start",
       "decimal number"},
      {[](Instrument* i) { *Town(i)->mutable_scale() = Age(i)->scale(); }, town + ".scale",
       "only for INTEGER and DECIMAL"},
      {[](Instrument* i) { Top(i, 3)->clear_metadata(); }, "sections[0].questions[3].metadata",
       "missing"},
      {[](Instrument* i) { Age(i)->set_metadata(Question::METADATA_END); }, age + ".metadata",
       "only for METADATA"},
      {[](Instrument* i) { Top(i, 1)->set_required(true); }, "sections[0].questions[1].required",
       "nobody answers"},
      {[](Instrument* i) { Top(i, 1)->mutable_logic()->set_required_if("1 = 1"); },
       "sections[0].questions[1].logic.required_if", "nobody answers"},
      {[](Instrument* i) { Top(i, 2)->mutable_logic()->set_constraint("."); },
       "sections[0].questions[2].logic.constraint", "nobody answers"},
      {[](Instrument* i) { Top(i, 2)->mutable_logic()->set_calculation("1"); },
       "sections[0].questions[2].logic.calculation", "no value"},
      {[](Instrument* i) { Top(i, 1)->mutable_logic()->clear_calculation(); },
       "sections[0].questions[1].logic.calculation", "what is computed"},
      {[](Instrument* i) { Age(i)->mutable_logic()->set_repeat_count("2"); },
       age + ".logic.repeat_count", "only for REPEAT"},
      {[](Instrument* i) { Age(i)->mutable_logic()->set_option_filter("x"); },
       age + ".logic.option_filter", "no options"},
      {[](Instrument* i) { Age(i)->mutable_randomization(); }, age + ".randomization",
       "no options"},
      {[](Instrument* i) {
         Age(i)->mutable_logic()->set_relevant(std::string(logic::kMaxExpressionBytes + 1, '1'));
       },
       age + ".logic.relevant", "too long"},
      {[](Instrument* i) {
         for (int n = 0; n <= kMaxTriggers; ++n) Top(i, 1)->mutable_logic()->add_trigger("ort");
       },
       "sections[0].questions[1].logic.trigger", "too many"},
      {[](Instrument* i) {
         for (int n = 0; n <= kMaxSettings; ++n) {
           (*Age(i)->mutable_settings())[std::to_string(n)] = "x";
         }
       },
       age + ".settings", "too many"},
      {[](Instrument* i) { Town(i)->set_option_list("land"); }, town + ".option_list",
       "no such list"},
      {[](Instrument* i) { *Town(i)->add_options() = i->option_lists(0).options(0); },
       town + ".option_list", "not both"},
      {[](Instrument* i) { i->mutable_option_lists(0)->clear_options(); }, town + ".option_list",
       "empty"},
      {[](Instrument* i) { Age(i)->set_option_list("orte"); }, age + ".options", "no options"},
      {[](Instrument* i) { i->mutable_option_lists(0)->set_code("a-b"); }, "option_lists[0].code",
       "a letter"},
      {[](Instrument* i) { *i->add_option_lists() = i->option_lists(0); }, "option_lists[1].code",
       "used twice"},
      {[](Instrument* i) { i->mutable_option_lists(0)->set_file("../x.csv"); },
       "option_lists[0].file", "without a path"},
      {[](Instrument* i) {
         (*i->mutable_option_lists(0)->mutable_options(0)->mutable_columns())["name"] = "x";
       },
       "option_lists[0].options[0].columns", "neither `name`"},
      {[](Instrument* i) {
         i->mutable_option_lists(0)->mutable_options(0)->mutable_media(0)->clear_kind();
       },
       "option_lists[0].options[0].media[0].kind", "missing"},
      {[](Instrument* i) { Age(i)->add_media()->set_kind(Media::KIND_AUDIO); },
       age + ".media[0].file", "missing"},
      {[](Instrument* i) {
         auto* condition = Top(i, 2)->add_relevant_if();
         condition->set_code("alter");
         condition->set_test(v1alpha::Condition::TEST_ANSWERED);
       },
       "sections[0].questions[2].relevant_if[0].code", "not in a repeat"},
  };
  for (const auto& c : cases) {
    Instrument instrument = Household();
    c.spoil(&instrument);
    const rpc::FieldViolations violations = CheckInstrument(instrument);
    ASSERT_FALSE(violations.empty()) << c.field;
    bool found = false;
    for (const rpc::FieldViolation& violation : violations) {
      if (violation.field != c.field) continue;
      found = true;
      EXPECT_THAT(violation.description, HasSubstr(c.description)) << c.field;
    }
    EXPECT_TRUE(found) << c.field << "; found " << violations[0].field << ": "
                       << violations[0].description;
  }
}

TEST(QuestionnaireTree, FaultsOfExpressionsNameTheQuestion) {
  const struct {
    std::function<void(Instrument*)> spoil;
    const char* beginning;
  } cases[] = {
      {[](Instrument* i) { i->mutable_sections(0)->set_relevant("1 +"); }, "`haus`: character"},
      {[](Instrument* i) { Person(i)->mutable_logic()->set_repeat_count("${lost}"); },
       "`person`: "},
      {[](Instrument* i) { Age(i)->mutable_logic()->set_constraint("${lost} = 1"); }, "`alter`: "},
      {[](Instrument* i) { Age(i)->mutable_logic()->set_relevant("${lost} = 1"); }, "`alter`: "},
      {[](Instrument* i) { Top(i, 1)->mutable_logic()->set_calculation("${lost}"); }, "`summe`: "},
      {[](Instrument* i) { Town(i)->mutable_randomization()->set_seed("${"); }, "`ort`: character"},
      {[](Instrument* i) { Top(i, 1)->mutable_logic()->add_trigger("lost"); },
       "`summe`: no such question"},
      // Of no question.
      {[](Instrument* i) { i->set_response_title("lost("); }, "character"},
  };
  for (const auto& c : cases) {
    Instrument instrument = Household();
    c.spoil(&instrument);
    const rpc::FieldViolations violations = CheckInstrument(instrument);
    ASSERT_EQ(violations.size(), 1u) << c.beginning;
    EXPECT_THAT(violations[0].description, StartsWith(c.beginning));
  }
}

// What is drawn or timed is computed once, kept with the answers, and named where it decides.
TEST(QuestionnaireTree, TakesChanceAndTimeFromACalculation) {
  Instrument instrument = Household();
  Top(&instrument, 1)->mutable_logic()->set_calculation("once(random())");
  Town(&instrument)->mutable_logic()->set_relevant("${summe} < 0.5");
  Person(&instrument)->mutable_logic()->set_repeat_count("round(${summe} * 3)");
  Age(&instrument)
      ->mutable_logic()
      ->set_constraint(". < 2000 + number(format-date(today(), '%n'))");
  for (const rpc::FieldViolation& v : CheckInstrument(instrument)) {
    ADD_FAILURE() << v.field << ": " << v.description;
  }
}

TEST(QuestionnaireTree, TellsWhatIsProbablyNotMeant) {
  Instrument instrument = Household();
  rpc::FieldViolations warnings;
  ASSERT_TRUE(CheckInstrument(instrument, &warnings).empty());
  EXPECT_TRUE(warnings.empty());
  Town(&instrument)->mutable_logic()->set_relevant("${summe}");
  ASSERT_TRUE(CheckInstrument(instrument, &warnings).empty());
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_THAT(warnings[0].field, testing::EndsWith(".logic.relevant"));
  EXPECT_THAT(warnings[0].description, testing::HasSubstr("alone is true also without an answer"));
  instrument.clear_title();
  EXPECT_FALSE(CheckInstrument(instrument, &warnings).empty());
  EXPECT_TRUE(warnings.empty()) << "as long as a rule is broken";
}

TEST(QuestionnaireTree, ConditionsLookAtListsAndIntoGroups) {
  Instrument instrument = Household();
  auto* condition = Top(&instrument, 2)->add_relevant_if();
  condition->set_code("ort");
  condition->set_test(v1alpha::Condition::TEST_ANY_CHOSEN);
  condition->add_options("nord");
  EXPECT_TRUE(CheckInstrument(instrument).empty());
  condition->set_options(0, "sued");
  ASSERT_EQ(CheckInstrument(instrument).size(), 1u);
  EXPECT_EQ(CheckInstrument(instrument)[0].field,
            "sections[0].questions[2].relevant_if[0].options[0]");
}

TEST(QuestionnaireTree, HasADepth) {
  Instrument instrument = Household();
  Question inner = *Top(&instrument, 2);
  for (int depth = 1; depth <= kMaxDepth + 1; ++depth) {
    Question outer;
    outer.set_kind(Question::KIND_GROUP);
    outer.set_code("tief" + std::to_string(depth));
    *outer.add_questions() = inner;
    inner = outer;
    Instrument deep = Household();
    *deep.mutable_sections(0)->mutable_questions(2) = inner;
    EXPECT_EQ(CheckInstrument(deep).empty(), depth <= kMaxDepth) << depth;
  }
}

TEST(QuestionnaireTree, CountsWhatIsInGroups) {
  Instrument instrument = Household();
  for (int n = 0; n < kMaxQuestions; ++n) {
    Question* const note = Top(&instrument, 0)->add_questions();
    *note = *Top(&instrument, 2);
    note->set_code("n" + std::to_string(n));
  }
  ASSERT_EQ(CheckInstrument(instrument).size(), 1u);
  EXPECT_THAT(CheckInstrument(instrument)[0].description, HasSubstr("too many questions"));
}

TEST(OptionLists, ManyOptionsAreForOneAnswerOnly) {
  Instrument instrument = Household();
  OptionList* const list = instrument.mutable_option_lists(0);
  while (list->options_size() <= kMaxOptions) {
    *list->add_options() = list->options(0);
    list->mutable_options(list->options_size() - 1)->set_code(std::to_string(list->options_size()));
  }
  EXPECT_TRUE(CheckInstrument(instrument).empty());
  Town(&instrument)->set_kind(Question::KIND_MULTIPLE_CHOICE);
  ASSERT_EQ(CheckInstrument(instrument).size(), 1u);
  EXPECT_THAT(CheckInstrument(instrument)[0].description, HasSubstr("at most 500"));
  while (list->options_size() <= kMaxListedOptions) *list->add_options() = list->options(0);
  EXPECT_EQ(CheckInstrument(instrument)[0].field, "option_lists");
}

}  // namespace
}  // namespace lotse::survey
