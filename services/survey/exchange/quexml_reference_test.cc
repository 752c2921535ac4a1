#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/exchange/quexml.h"

// Reads the real questionnaire of a youth survey, as LimeSurvey wrote it.

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using v1alpha::ImportFinding;
using v1alpha::Question;

class QuexmlReference : public testing::Test {
 protected:
  void SetUp() override {
    const char* const folder = std::getenv("LOTSE_REFERENCE");
    const std::string path = absl::StrCat(folder != nullptr ? folder : "../shared/reference",
                                          "/uster-2021/fragebogen_QUExml.xml");
    std::ifstream file(path, std::ios::binary);
    if (!file) GTEST_SKIP() << "no reference data: " << path << " cannot be opened";
    std::ostringstream content;
    content << file.rdbuf();
    absl::StatusOr<ImportResult> result = ReadQuexml(content.str(), "de");
    ASSERT_TRUE(result.ok()) << result.status();
    result_ = *std::move(result);
    for (const auto& section : result_.instrument.sections()) {
      for (const Question& question : section.questions()) questions_.push_back(question);
    }
  }

  const Question& Find(absl::string_view code) const {
    for (const Question& question : questions_) {
      if (question.code() == code) return question;
    }
    ADD_FAILURE() << "no question " << code;
    return Question::default_instance();
  }

  std::vector<std::string> Codes(ImportFinding::Severity severity) const {
    std::vector<std::string> codes;
    for (const ImportFinding& f : result_.findings) {
      if (f.severity() == severity) codes.push_back(f.code());
    }
    return codes;
  }

  ImportResult result_;
  std::vector<Question> questions_;
};

TEST_F(QuexmlReference, HasTheQuestionsOfTheFileInOrder) {
  std::vector<std::string> codes;
  for (const Question& q : questions_) {
    codes.push_back(absl::StrCat(q.code(), " ", Question::Kind_Name(q.kind()).substr(5), " ",
                                 q.options_size(), "/", q.items_size()));
  }
  EXPECT_THAT(
      codes, ElementsAre("Z1Alter INTEGER 0/0", "Z2Geschlecht SINGLE_CHOICE 3/0",
                         "Z3Schule SINGLE_CHOICE 8/0", "Z3Schuleother TEXT 0/0",
                         "A1Socialmedia MATRIX 5/7", "A2Sicherheitsgefuehl MATRIX 4/5",
                         "A3Gewalterfahrung MATRIX 4/8", "B1Unsicher MULTIPLE_CHOICE 9/0",
                         "B1Unsicherother TEXT 0/0", "B2BedrohTaeter MULTIPLE_CHOICE 7/0",
                         "B3BedrohMache MULTIPLE_CHOICE 10/0", "B4GewaltTaeter MULTIPLE_CHOICE 9/0",
                         "B5GewaltMache MULTIPLE_CHOICE 7/0", "C1Unsicher TEXT 0/0",
                         "C2Probleme TEXT 0/0", "C3Polizei TEXT 0/0", "E1Konsum MATRIX 6/4",
                         "E2Substanz TEXT 0/0", "D1Bedarf MATRIX 4/5", "D2Angebote MATRIX 5/3",
                         "F1Bemerkung TEXT 0/0", "G07Q20 SINGLE_CHOICE 3/0", "Email TEXT 0/0"));
  EXPECT_EQ(result_.instrument.sections_size(), 7);
  EXPECT_EQ(CompiledInstrument(result_.instrument).variables().size(), 49u);
}

TEST_F(QuexmlReference, KeepsCodesAndUmlauts) {
  EXPECT_EQ(result_.instrument.title().variants(0).text(), "Jugendbefragung 2021");
  EXPECT_EQ(Find("Z2Geschlecht").options(0).label().variants(0).text(), "m\u00E4nnlich");
  EXPECT_EQ(Find("Z3Schule").options(7).code(), "-oth-");
  EXPECT_EQ(Find("A2Sicherheitsgefuehl").options(2).code(), "-0.5");
  EXPECT_EQ(Find("B1Unsicher").options(8).code(), "B");
  EXPECT_EQ(Find("B1Unsicher").options(1).code(), "AO07");
  EXPECT_EQ(Find("E1Konsum").items(3).code(), "E1Konsum_AO01");
  EXPECT_EQ(Find("B2BedrohTaeter").text().variants(0).text(),
            "Du hast angegeben, dass du schon mal online bel\u00E4stigt, beleidigt oder bedroht "
            "wurdest. Welche der folgenden Punkte treffen auf die T\u00E4terin oder T\u00E4ter zu? "
            "Markiere alle Punkte die zutreffen.");
}

TEST_F(QuexmlReference, PassesTheRulesAndNamesWhatNeedsALook) {
  EXPECT_THAT(CheckInstrument(result_.instrument), IsEmpty());
  EXPECT_THAT(Codes(ImportFinding::SEVERITY_ERROR), IsEmpty());
  EXPECT_THAT(Codes(ImportFinding::SEVERITY_WARNING), ElementsAre("", "Email"))
      << "the introduction, which has no place, and the contact data";
  int free_texts = 0;
  for (const ImportFinding& f : result_.findings) {
    free_texts += f.message() == "Free text is stored but never tabulated.";
  }
  EXPECT_EQ(free_texts, 8);
}

}  // namespace
}  // namespace lotse::survey
