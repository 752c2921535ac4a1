#include "services/survey/exchange/xlsform/form_headings.h"

#include <gtest/gtest.h>

namespace lotse::survey {
namespace {

TEST(FormHeadings, OfTheSheetSurvey) {
  const struct {
    const char* text;
    Column column;
    const char* language;
  } cases[] = {
      {"type", Column::kType, ""},
      {" Name ", Column::kName, ""},
      {"relevance", Column::kRelevant, ""},
      {"Constraint  Message", Column::kConstraintMessage, ""},
      {"read only", Column::kReadOnly, ""},
      {"readonly", Column::kReadOnly, ""},
      {"bind::relevant", Column::kRelevant, ""},
      {"bind:jr:constraintMsg", Column::kConstraintMessage, ""},
      {"bind::jr:requiredMsg::Deutsch (de)", Column::kRequiredMessage, "Deutsch (de)"},
      {"control::appearance", Column::kAppearance, ""},
      {"jr:count", Column::kRepeatCount, ""},
      {"label::Deutsch (de)", Column::kLabel, "Deutsch (de)"},
      {"label : English", Column::kLabel, "English"},
      {"media::image", Column::kImage, ""},
      {"media::big-image::French (fr)", Column::kLargeImage, "French (fr)"},
      {"image", Column::kImage, ""},
      {"guidance_hint::en", Column::kGuidance, "en"},
      {"select_from_list_name", Column::kListName, ""},
      {"$kuid", Column::kTechnical, ""},
      {"$autoname", Column::kAutoName, ""},
      {"save_to", Column::kEntity, ""},
      {"Bemerkungen", Column::kComment, ""},
      {"required::English", Column::kOther, ""},
      {"bind::odk:length", Column::kOther, ""},
      {"lable", Column::kOther, ""},
      {"media", Column::kOther, ""},
      {"::", Column::kOther, ""},
      {"_", Column::kOther, ""},
  };
  for (const auto& c : cases) {
    const Heading heading = SurveyHeading(c.text);
    EXPECT_EQ(heading.column, c.column) << c.text;
    EXPECT_EQ(heading.language, c.language) << c.text;
  }
  EXPECT_EQ(SurveyHeading(" lable ").text, "lable");
}

TEST(FormHeadings, OfTheSheetChoices) {
  EXPECT_EQ(ChoicesHeading("list name").column, Column::kListName);
  EXPECT_EQ(ChoicesHeading("value").column, Column::kName);
  EXPECT_EQ(ChoicesHeading("label::fr").language, "fr");
  EXPECT_EQ(ChoicesHeading("relevant").column, Column::kOther);
  EXPECT_EQ(ChoicesHeading("region").column, Column::kOther);
}

TEST(FormHeadings, TheFirstNameIsTheUsualOne) {
  EXPECT_EQ(NameOf(Column::kRelevant), "relevant");
  EXPECT_EQ(NameOf(Column::kOther), "");
  for (const std::string& name : SurveyColumnNames()) {
    EXPECT_EQ(NameOf(SurveyHeading(name).column), name);
  }
}

}  // namespace
}  // namespace lotse::survey
