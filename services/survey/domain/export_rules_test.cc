#include "services/survey/domain/export_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using v1alpha::ExportResponsesRequest;
using v1alpha::Wave;

std::vector<std::string> FieldsOf(const ExportResponsesRequest& request) {
  std::vector<std::string> fields;
  for (const auto& violation : CheckExport(request)) fields.push_back(violation.field);
  return fields;
}

ExportResponsesRequest Good() {
  ExportResponsesRequest request;
  request.set_format(ExportResponsesRequest::FORMAT_SAV);
  request.set_purpose("Analyse 2026");
  return request;
}

TEST(ExportRules, PurposeIsOneLineThatSaysSomething) {
  struct Case {
    std::string purpose;
    bool good;
  };
  for (const Case& c : {Case{"", false}, Case{"          ", false}, Case{"123456789", false},
                        Case{"1234567890", true}, Case{" 123456789 ", false},
                        Case{std::string(1000, 'x'), true}, Case{std::string(1001, 'x'), false},
                        Case{"in zwei\nZeilen", false}, Case{"kein UTF-8 \xff", false},
                        Case{"<b>Analyse</b> 2026", false}, Case{"für Ämter", true}}) {
    ExportResponsesRequest request = Good();
    request.set_purpose(c.purpose);
    EXPECT_EQ(FieldsOf(request).empty(), c.good) << c.purpose;
  }
}

TEST(ExportRules, AllThatIsWrongIsToldAtOnce) {
  EXPECT_THAT(FieldsOf(Good()), IsEmpty());
  ExportResponsesRequest request = Good();
  request.set_language_code("en");
  EXPECT_THAT(FieldsOf(request), IsEmpty());
  request.set_language_code("fr");
  request.set_format(static_cast<ExportResponsesRequest::Format>(9));
  request.set_purpose("kurz");
  EXPECT_THAT(FieldsOf(request), ElementsAre("format", "purpose", "language_code"));
  EXPECT_THAT(FieldsOf({}), ElementsAre("format", "purpose"));
}

TEST(ExportRules, AnonymousWavesNeedACrowd) {
  struct Case {
    Wave::Identity identity;
    std::int64_t responses;
    bool texts;
    bool enough;
  };
  for (const Case& c : {Case{Wave::IDENTITY_UNSPECIFIED, 9, false, false},
                        Case{Wave::IDENTITY_ANONYMOUS, 9, false, false},
                        Case{Wave::IDENTITY_ANONYMOUS, 10, false, true},
                        Case{Wave::IDENTITY_ANONYMOUS, 19, true, false},
                        Case{Wave::IDENTITY_ANONYMOUS, 20, true, true},
                        Case{Wave::IDENTITY_CONFIDENTIAL, 0, false, false},
                        Case{Wave::IDENTITY_CONFIDENTIAL, 1, true, true},
                        Case{Wave::IDENTITY_IDENTIFIED, 1, true, true}}) {
    Wave wave;
    wave.set_identity(c.identity);
    const absl::Status status = CheckEnoughToExport(wave, c.responses, c.texts);
    EXPECT_EQ(status.ok(), c.enough) << c.identity << " " << c.responses << " " << c.texts;
    if (!c.enough) {
      EXPECT_EQ(rpc::ReasonOf(status), type::v1alpha::ERROR_REASON_TOO_FEW_RESPONSES);
    }
  }
}

TEST(ExportRules, TheLogTellsTextsApart) {
  EXPECT_STREQ(VerbOfExport(false), "EXPORT_RESPONSES");
  EXPECT_STREQ(VerbOfExport(true), "EXPORT_RESPONSES_WITH_TEXTS");
}

}  // namespace
}  // namespace lotse::survey
