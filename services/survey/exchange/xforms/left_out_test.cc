#include "services/survey/exchange/xforms/left_out.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using v1alpha::ImportFinding;
using v1alpha::Instrument;

std::vector<std::string> LeftOut(const std::string& text) {
  Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &instrument)) << text;
  std::vector<std::string> lines;
  for (const ImportFinding& finding : LeftOutOfXforms(instrument)) {
    lines.push_back(absl::StrCat(ImportFinding::Severity_Name(finding.severity()).substr(9), " ",
                                 finding.code(), ": ", finding.message()));
  }
  return lines;
}

constexpr char kPlain[] = "{ variants { language: 'de' text: 'T' plain_language: true } }";

TEST(LeftOutOfXforms, NamesEachWithItsCode) {
  const std::string plain = "The wording in plain language was left out.";
  const struct {
    std::string text;
    std::string line;
  } cases[] = {
      {"title { variants { language: 'de' } variants { language: 'en' } }",
       "WARNING : A form has its title in one language; the others were left out."},
      {absl::StrCat("option_lists { code: 'l' options { code: 'x' label ", kPlain, " } }"),
       "WARNING l: " + plain},
      {absl::StrCat("sections { code: 's' title ", kPlain, " }"), "WARNING s: " + plain},
      {absl::StrCat("sections { questions { code: 'g' questions { code: 'a' hint ", kPlain,
                    " } } }"),
       "WARNING a: " + plain},
      {absl::StrCat("sections { questions { code: 'a' options { code: 'x' label ", kPlain,
                    " } } }"),
       "WARNING a: " + plain},
      {"sections { questions { code: 'a' maximum_bytes: 9 maximum_file_bytes: 9 randomization {} "
       "} }",
       "WARNING a: A form cannot say: the length of its text, the size of its file, the drawn "
       "order of options that are in no list; left out."},
      {"sections { questions { code: 'a' settings { key: 'Notizen' value: 'n' } settings { key: "
       "'rows' value: '3' } settings { key: 'value' value: 'id' } } }",
       "WARNING a: These settings are none of XForms and were left out: `Notizen`, `value`."},
      {"sections { questions { code: 'c' kind: KIND_CALCULATION } questions { code: 'a' kind: "
       "KIND_TEXT logic { calculation: '1' trigger: 'c' trigger: 'a' } } }",
       "WARNING a: It is computed when `c` changes, of which a form knows nothing, as nobody is "
       "asked it; that was left out."},
      {"sections { questions { code: 'm' kind: KIND_MATRIX } }",
       "NOTE m: The matrix became a group with a single choice for each item."},
      {"sections { questions { code: 'c' kind: KIND_CALCULATION text {} media { file: 'a' } hint "
       "{} "
       "guidance {} } }",
       "WARNING c: A form cannot say: its hint, its guidance, its text, the files beside its text; "
       "left out."},
      {"sections { questions { code: 'g' kind: KIND_GROUP text {} hint {} guidance {} } }",
       "WARNING g: A form cannot say: its hint, its guidance; left out."},
      {"sections { questions { code: 'a' kind: KIND_SINGLE_CHOICE logic { option_filter: '1 = 1' } "
       "options { code: '1' columns { key: 'k' value: 'v' } } } }",
       "WARNING a: A form cannot say: the filter of options that are in no list, columns of "
       "options "
       "that are in no list; left out."},
      {"sections { questions { code: 'a' hint { variants { text: 'x  y' } } } }",
       "WARNING a: Spaces that follow one another will be read as one."},
      {"option_lists { code: 'l' options { code: '1' label { variants { text: 'x  y' } } } }",
       "WARNING l: Spaces that follow one another will be read as one."},
      {"sections { questions { code: 'n' kind: KIND_NOTE logic { read_only_if: '1 = 1' } } }",
       "WARNING n: A form cannot say: when it is read only; left out."},
      {"sections { questions { code: 'h' kind: KIND_HIDDEN appearance: 'x' logic { calculation: "
       "'1' "
       "} } }",
       "WARNING h: A form cannot say: its appearance, that others than the form set it; left out."},
      {"sections { questions { code: 'a' logic { trigger: 'a' } } }",
       "WARNING a: A form cannot say: triggers without a calculation; left out."},
      {"sections { questions { code: 'f' kind: KIND_FILE media_types: 'image/png' media_types: "
       "'application/pdf' } }",
       "WARNING f: A form cannot say: exactly which files are taken; left out."},
      {"sections { questions { code: 'g' kind: KIND_GROUP appearance: 'x' questions { code: 'c' "
       "kind: KIND_CALCULATION } } }",
       "WARNING g: A form cannot say: its appearance; left out."},
      {"sections { code: 's' appearance: 'x' questions { code: 'c' kind: KIND_CALCULATION } }",
       "WARNING s: Nothing of the section is shown; its title and appearance were left out."},
      {"option_lists { code: 'l' options { code: '1' media { language: 'de' file: 'a' } } }",
       "NOTE l: The form has one language; files for it will be read as for all."},
      {"sections { questions { code: 'a' options { code: '1' media { language: 'de' file: 'a' } } "
       "} "
       "}",
       "NOTE a: The form has one language; files for it will be read as for all."},
      {"sections { questions { code: 'a' } } sections { questions { code: 'b' } }",
       "WARNING b: Its section has neither code nor title and became part of the one before it."},
  };
  for (const auto& c : cases) EXPECT_THAT(LeftOut(c.text), ElementsAre(c.line)) << c.text;
}

TEST(LeftOutOfXforms, WhatIsWrittenIsNotNamed) {
  EXPECT_THAT(LeftOut("sections { questions { code: 'a' } } sections { questions { code: 'r' kind: "
                      "KIND_REPEAT } } sections { questions { code: 'b' } }"),
              IsEmpty());
  EXPECT_THAT(LeftOut("title { variants { language: 'de' text: 'T' } } option_lists { code: 'l' "
                      "file: 'l.csv' } sections { questions { code: 'a' kind: KIND_SINGLE_CHOICE "
                      "option_list: 'l' randomization { seed: '1' } minimum: 1 settings { key: "
                      "'value' value: 'id' } settings { key: 'type' value: 'string' } settings { "
                      "key: 'max-pixels' value: '9' } } }"),
              IsEmpty());
  // Files for one of two languages, and those that an upload can say.
  EXPECT_THAT(
      LeftOut("title { variants { language: 'de' text: 'T' } } sections { questions { code: "
              "'a' media { language: 'en' file: 'a.png' } } questions { code: 'f' kind: "
              "KIND_FILE media_types: 'image/jpeg' media_types: 'image/png' } questions { "
              "code: 'p' kind: KIND_FILE media_types: 'application/pdf' } }"),
      IsEmpty());
}

}  // namespace
}  // namespace lotse::survey
