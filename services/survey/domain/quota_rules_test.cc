#include "services/survey/domain/quota_rules.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/quota_testing.h"

namespace lotse::survey {
namespace {

using google::protobuf::TextFormat;
using testing::ElementsAre;
using testing::IsEmpty;
using v1alpha::Instrument;
using v1alpha::Quota;
using v1alpha::Wave;

Instrument Asked() {
  Instrument instrument;
  EXPECT_TRUE(TextFormat::ParseFromString(
      R"pb(sections {
             questions {
               code: "alter"
               kind: KIND_SINGLE_CHOICE
               options { code: "u25" }
               options { code: "u30" }
               options { code: "ab30" }
             }
             questions {
               code: "ort"
               kind: KIND_MATRIX
               options { code: "ja" }
               options { code: "nein" }
               items { code: "ort_a" }
             }
             questions {
               code: "teams"
               kind: KIND_MULTIPLE_CHOICE
               options { code: "hof" }
             }
             questions { code: "jahre" kind: KIND_INTEGER }
           })pb",
      &instrument));
  return instrument;
}

std::vector<std::string> Fields(const rpc::FieldViolations& violations) {
  std::vector<std::string> fields;
  for (const auto& violation : violations) fields.push_back(violation.field);
  return fields;
}

TEST(Quotas, FindsEachFault) {
  EXPECT_THAT(CheckQuotas(QuotaWave()), IsEmpty());
  EXPECT_THAT(CheckQuotas(Wave()), IsEmpty());
  const struct {
    std::function<void(Wave*)> spoil;
    const char* field;
  } cases[] = {
      {[](Wave* w) { w->mutable_quotas(0)->set_code("1st"); }, "wave.quotas[0].code"},
      {[](Wave* w) { w->mutable_quotas(1)->set_code("jung"); }, "wave.quotas[1].code"},
      {[](Wave* w) { w->mutable_quotas(0)->set_limit(9); }, "wave.quotas[0].limit"},
      {[](Wave* w) { w->mutable_quotas(0)->set_limit(10'000'001); }, "wave.quotas[0].limit"},
      {[](Wave* w) { w->mutable_quotas(0)->clear_action(); }, "wave.quotas[0].action"},
      {[](Wave* w) { w->mutable_quotas(0)->set_action(static_cast<Quota::Action>(7)); },
       "wave.quotas[0].action"},
      {[](Wave* w) { w->mutable_quotas(0)->clear_conditions(); }, "wave.quotas[0].conditions"},
      {[](Wave* w) {
         for (int i = 0; i < 7; ++i) {
           auto* condition = w->mutable_quotas(0)->add_conditions();
           condition->set_question(absl::StrCat("q", i));
           condition->add_options("1");
         }
       },
       "wave.quotas[0].conditions"},
      {[](Wave* w) { w->mutable_quotas(1)->mutable_conditions(0)->clear_question(); },
       "wave.quotas[1].conditions[0].question"},
      {[](Wave* w) { w->mutable_quotas(0)->mutable_conditions(1)->set_question("alter"); },
       "wave.quotas[0].conditions[1].question"},
      {[](Wave* w) { w->mutable_quotas(0)->mutable_conditions(1)->clear_options(); },
       "wave.quotas[0].conditions[1].options"},
      {[](Wave* w) { w->mutable_quotas(0)->mutable_conditions(0)->set_options(1, "u25"); },
       "wave.quotas[0].conditions[0].options"},
      {[](Wave* w) {
         for (int i = 0; i < 49; ++i) *w->add_quotas() = w->quotas(0);
       },
       "wave.quotas"},
  };
  for (const auto& c : cases) {
    Wave wave = QuotaWave();
    c.spoil(&wave);
    EXPECT_THAT(Fields(CheckQuotas(wave)), ElementsAre(c.field));
  }
}

TEST(Quotas, AskForWhatTheQuestionnaireHas) {
  EXPECT_THAT(CheckQuotasFit(QuotaWave(), Asked()), IsEmpty());
  EXPECT_THAT(CheckQuotasFit(Wave(), Instrument()), IsEmpty());
  for (const char* none : {"ort", "jahre", "nirgends"}) {
    Wave wave = QuotaWave();
    wave.mutable_quotas(1)->mutable_conditions(0)->set_question(none);
    EXPECT_THAT(Fields(CheckQuotasFit(wave, Asked())),
                ElementsAre("wave.quotas[1].conditions[0].question"))
        << none;
  }
  Wave wave = QuotaWave();
  wave.mutable_quotas(0)->mutable_conditions(0)->set_options(1, "hof");
  wave.mutable_quotas(0)->mutable_conditions(1)->set_options(0, "vielleicht");
  EXPECT_THAT(Fields(CheckQuotasFit(wave, Asked())),
              ElementsAre("wave.quotas[0].conditions[0].options[1]",
                          "wave.quotas[0].conditions[1].options[0]"));
}

}  // namespace
}  // namespace lotse::survey
