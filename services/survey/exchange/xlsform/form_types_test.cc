#include "services/survey/exchange/xlsform/form_types.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace lotse::survey {
namespace {

using v1alpha::Question;

std::string Describe(const FormType& type) {
  switch (type.role) {
    case FormType::Role::kBeginGroup:
      return "begin group";
    case FormType::Role::kBeginRepeat:
      return "begin repeat";
    case FormType::Role::kEndGroup:
      return "end group";
    case FormType::Role::kEndRepeat:
      return "end repeat";
    case FormType::Role::kExternalList:
      return absl::StrCat("list in ", type.list);
    case FormType::Role::kLeftOut:
      return absl::StrCat("left out: ", type.reason);
    case FormType::Role::kRefused:
      return absl::StrCat("refused: ", type.reason);
    case FormType::Role::kUnknown:
      return "unknown";
    case FormType::Role::kQuestion:
      break;
  }
  return absl::StrCat(
      Question::Kind_Name(type.kind).substr(5),
      type.metadata == 0 ? "" : " " + Question::Metadata_Name(type.metadata).substr(9),
      type.is_range ? " range" : "", type.files.empty() ? "" : " ", type.files,
      type.from_file ? " file" : "", type.list.empty() ? "" : " " + type.list,
      type.or_other ? " +other" : "");
}

TEST(FormTypes, AreKnownByAllTheirNames) {
  const struct {
    const char* text;
    const char* type;
  } cases[] = {
      {"text", "TEXT"},
      {" Text ", "TEXT"},
      {"string", "TEXT"},
      {"int", "INTEGER"},
      {"decimal", "DECIMAL"},
      {"range", "INTEGER range"},
      {"date", "DATE"},
      {"time", "TIME"},
      {"dateTime", "DATE_TIME"},
      {"date  time", "DATE_TIME"},
      {"select_one ja_nein", "SINGLE_CHOICE ja_nein"},
      {"select one  JaNein", "SINGLE_CHOICE JaNein"},
      {"select1 a", "SINGLE_CHOICE a"},
      {"select_one a or_other", "SINGLE_CHOICE a +other"},
      {"select_multiple a or other", "MULTIPLE_CHOICE a +other"},
      {"select all that apply from a or specify other", "MULTIPLE_CHOICE a +other"},
      {"add select one prompt using a", "SINGLE_CHOICE a"},
      {"select_one factor_other", "SINGLE_CHOICE factor_other"},
      {"select_one", "SINGLE_CHOICE"},
      {"select_one or_other", "SINGLE_CHOICE +other"},
      {"select_one_from_file orte.csv", "SINGLE_CHOICE file orte.csv"},
      {"select_multiple_from_file a.xml", "MULTIPLE_CHOICE file a.xml"},
      {"rank a", "RANKING a"},
      {"note", "NOTE"},
      {"acknowledge", "ACKNOWLEDGEMENT"},
      {"trigger", "ACKNOWLEDGEMENT"},
      {"calculate", "CALCULATION"},
      {"hidden", "HIDDEN"},
      {"photo", "FILE image"},
      {"image", "FILE image"},
      {"file", "FILE"},
      {"start", "METADATA START"},
      {"end", "METADATA END"},
      {"today", "METADATA TODAY"},
      {"imei", "METADATA DEVICE_ID"},
      {"phonenumber", "METADATA PHONE_NUMBER"},
      {"audit", "METADATA AUDIT"},
      {"begin group", "begin group"},
      {"begin_group", "begin group"},
      {"BEGIN REPEAT", "begin repeat"},
      {"begin lgroup", "begin repeat"},
      {"end repeat", "end repeat"},
      {"end_group", "end group"},
      {"csv-external", "list in csv"},
      {"geopoint", "left out: A place on the map"},
      {"start-geopoint", "left out: A place on the map"},
      {"barcode", "left out: A bar code"},
      {"background-audio", "left out: A recording in the background"},
      {"audio", "FILE audio"},
      {"q video", "FILE video"},
      {"begin loop over a", "refused: A loop over the options of a list"},
      {"select_one_external a", "refused: A choice from the sheet `external_choices`"},
      {"score__row", "refused: A table that only KoboToolbox has"},
      {"", "unknown"},
      {"textt", "unknown"},
      {"select_onea", "unknown"},
      {"begin", "unknown"},
      {"begin groups", "unknown"},
  };
  for (const auto& c : cases) EXPECT_EQ(Describe(ParseFormType(c.text)), c.type) << c.text;
}

TEST(FormTypes, UsualNamesAreReadBack) {
  for (int kind = 1; kind < Question::Kind_ARRAYSIZE; ++kind) {
    const absl::string_view name = FormTypeName(static_cast<Question::Kind>(kind));
    if (!name.empty()) {
      EXPECT_EQ(ParseFormType(name).kind, kind) << name;
    }
  }
  for (int metadata = 1; metadata < Question::Metadata_ARRAYSIZE; ++metadata) {
    const absl::string_view name = FormTypeName(static_cast<Question::Metadata>(metadata));
    EXPECT_EQ(ParseFormType(name).metadata, metadata) << name;
  }
}

}  // namespace
}  // namespace lotse::survey
