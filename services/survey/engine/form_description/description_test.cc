#include "services/survey/engine/form_description/description.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "services/survey/engine/form_description/changing.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using v1alpha::FormDescription;
using v1alpha::FormItem;
using v1alpha::Instrument;
using v1alpha::Question;

Instrument Form() {
  Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        name: "programmes/p/engagements/e/instruments/i"
        content_sha256: "00"
        version: "2"
        title {
          variants { language: "de" text: "Bogen" }
          variants { language: "en" text: "Form" }
        }
        option_lists {
          code: "yn"
          options {
            code: "y"
            label {
              variants { language: "de" text: "Ja" }
              variants { language: "en" text: "Yes" }
            }
            media { kind: KIND_IMAGE file: "y.png" }
            media { kind: KIND_AUDIO language: "en" file: "yes.mp3" }
          }
          options {
            code: "n"
            label { variants { language: "de" text: "Nein" } }
          }
        }
        sections {
          code: "s"
          title { variants { language: "de" text: "Teil" } }
          questions {
            code: "a"
            kind: KIND_INTEGER
            text { variants { language: "fr" text: "Quoi?" } }
            hint { variants { language: "de" text: "Hilfe" } }
            guidance { variants { language: "de" text: "Mehr" } }
            minimum: 1
            maximum: 9
            appearance: "w3"
          }
          questions { code: "sum" kind: KIND_CALCULATION }
          questions {
            code: "t"
            kind: KIND_GROUP
            appearance: "table-list"
            text { variants { language: "de" text: "Tabelle" } }
            questions {
              code: "t1"
              kind: KIND_SINGLE_CHOICE
              option_list: "yn"
              text { variants { language: "de" text: "Eins" } }
            }
            questions {
              code: "t2"
              kind: KIND_SINGLE_CHOICE
              option_list: "yn"
              text { variants { language: "de" text: "Zwei" } }
            }
          }
          questions {
            code: "m"
            kind: KIND_MATRIX
            options {
              code: "1"
              label { variants { language: "de" text: "${a} gut" } }
            }
            items {
              code: "m1"
              text { variants { language: "de" text: "Zeile" } }
            }
          }
          questions {
            code: "r"
            kind: KIND_REPEAT
            text {
              variants { language: "de" text: "Kind" }
              variants { language: "en" text: "Child" }
            }
            questions { code: "f" kind: KIND_FILE media_types: "image/png" }
            questions { code: "x" kind: KIND_TEXT }
          }
          questions {
            code: "r2"
            kind: KIND_REPEAT
            questions { code: "y" kind: KIND_TEXT maximum_bytes: 5 }
          }
        }
      )pb",
      &instrument));
  return instrument;
}

TEST(Describe, TellsEverythingThatIsDrawn) {
  const FormDescription form = Describe(Form(), "");
  EXPECT_EQ(form.instrument(), "programmes/p/engagements/e/instruments/i");
  EXPECT_EQ(form.content_sha256(), "00");
  EXPECT_EQ(form.version(), "2");
  EXPECT_THAT(form.languages(), ElementsAre("de", "en", "fr"));
  ASSERT_EQ(form.pages_size(), 1);
  const auto& page = form.pages(0);
  EXPECT_EQ(page.section(), 1);
  ASSERT_EQ(page.headings_size(), 1);
  EXPECT_EQ(page.headings(0).code(), "s");
  ASSERT_EQ(page.items_size(), 5);
  const FormItem& number = page.items(0);
  EXPECT_EQ(number.widget(), FormItem::WIDGET_NUMBER_FIELD);
  EXPECT_EQ(number.hint().variants(0).text(), "Hilfe");
  EXPECT_EQ(number.guidance().variants(0).text(), "Mehr");
  EXPECT_EQ(number.minimum(), 1);
  EXPECT_EQ(number.maximum(), 9);
  EXPECT_EQ(number.maximum_bytes(), 0);
  EXPECT_EQ(number.appearance(), "w3");
}

TEST(Describe, ATableHasItsOptionsOnceAndRows) {
  const FormDescription form = Describe(Form(), "");
  const FormItem& table = form.pages(0).items(1);
  EXPECT_EQ(table.widget(), FormItem::WIDGET_MATRIX);
  EXPECT_EQ(table.kind(), Question::KIND_GROUP);
  ASSERT_EQ(table.options_size(), 2);
  EXPECT_EQ(table.options(0).label().variants_size(), 2);
  EXPECT_EQ(table.options(0).media_size(), 2);
  EXPECT_FALSE(table.options_change());
  ASSERT_EQ(table.rows_size(), 2);
  EXPECT_EQ(table.rows(1).code(), "t2");
  EXPECT_THAT(table.rows(1).options(), IsEmpty());
  EXPECT_THAT(table.items(), IsEmpty());
  const FormItem& matrix = form.pages(0).items(2);
  EXPECT_EQ(matrix.widget(), FormItem::WIDGET_MATRIX);
  EXPECT_TRUE(matrix.options_change());
  ASSERT_EQ(matrix.rows_size(), 1);
  EXPECT_EQ(matrix.rows(0).code(), "m1");
  EXPECT_EQ(matrix.rows(0).text().variants(0).text(), "Zeile");
}

TEST(Describe, ARepeatSaysHowItGrows) {
  const FormDescription form = Describe(Form(), "");
  const FormItem& repeat = form.pages(0).items(3);
  EXPECT_EQ(repeat.widget(), FormItem::WIDGET_REPEAT);
  EXPECT_EQ(repeat.add_label().variants(0).text(), "Hinzufügen: Kind");
  EXPECT_EQ(repeat.remove_label().variants(0).text(), "Entfernen: Kind");
  EXPECT_EQ(repeat.add_label().variants(1).text(), "Add: Child");
  EXPECT_EQ(repeat.remove_label().variants(1).text(), "Remove: Child");
  ASSERT_EQ(repeat.items_size(), 2);
  EXPECT_THAT(repeat.items(0).media_types(), ElementsAre("image/png"));
  EXPECT_EQ(repeat.items(0).maximum_file_bytes(), 1 << 20);
  EXPECT_EQ(repeat.items(1).maximum_bytes(), 10'000);
  const FormItem& untitled = form.pages(0).items(4);
  EXPECT_EQ(untitled.add_label().variants(1).text(), "Add");
  EXPECT_EQ(untitled.items(0).maximum_bytes(), 5);
}

TEST(Describe, InOneLanguageWithTheClosestForWhatLacksIt) {
  const FormDescription form = Describe(Form(), "en");
  EXPECT_THAT(form.languages(), ElementsAre("de", "en", "fr"));
  ASSERT_EQ(form.title().variants_size(), 1);
  EXPECT_EQ(form.title().variants(0).text(), "Form");
  const auto& page = form.pages(0);
  EXPECT_EQ(page.items(0).text().variants(0).text(), "Quoi?");
  const FormItem& table = page.items(1);
  EXPECT_EQ(table.options(0).label().variants(0).text(), "Yes");
  EXPECT_EQ(table.options(0).media_size(), 2);
  EXPECT_EQ(table.options(1).label().variants(0).text(), "Nein");
  EXPECT_EQ(page.items(3).add_label().variants(0).text(), "Add: Child");
  EXPECT_EQ(Describe(Form(), "de").pages(0).items(1).options(0).media_size(), 1);
}

TEST(OptionsChange, WithAnswersOrByChance) {
  const Instrument form = Form();
  const struct {
    const char* question;
    bool changes;
  } cases[] = {
      {R"(option_list: "yn")", false},
      {R"(option_list: "yn" logic { option_filter: "name = 'y'" })", true},
      {R"(option_list: "yn" randomization {})", true},
      {R"(options { code: "1" label { variants { text: "a" } variants { text: "${b}" } } })", true},
      {R"(kind: KIND_TEXT)", false},
  };
  for (const auto& c : cases) {
    Question question;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(c.question, &question));
    EXPECT_EQ(OptionsChange(form, question), c.changes) << c.question;
  }
}

}  // namespace
}  // namespace lotse::survey
