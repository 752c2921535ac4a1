#include "runtime/types/external_id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace lotse::types {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using Pairs = std::vector<std::pair<std::string, std::string>>;

rpc::FieldViolations Check(const Pairs& pairs) {
  google::protobuf::RepeatedPtrField<type::v1alpha::ExternalId> ids;
  for (const auto& [system, value] : pairs) {
    auto* id = ids.Add();
    id->set_system(system);
    id->set_value(value);
  }
  rpc::FieldViolations violations;
  CheckExternalIds("survey.external_ids", ids, &violations);
  return violations;
}

std::vector<std::string> FieldsOf(const rpc::FieldViolations& violations) {
  std::vector<std::string> fields;
  for (const auto& violation : violations) fields.push_back(violation.field);
  return fields;
}

Pairs Many(int count) {
  Pairs pairs;
  for (int i = 0; i < count; ++i) pairs.emplace_back(absl::StrCat("system-", i), "1");
  return pairs;
}

TEST(CheckExternalIds, TakesGoodOnes) {
  const Pairs cases[] = {
      {},
      {{"akte", "4711/2026 Ö"}, {"limesurvey", "4711/2026 Ö"}},
      {{"akte", std::string(256, 'a')}},
      Many(8),
  };
  for (const Pairs& pairs : cases) EXPECT_THAT(Check(pairs), IsEmpty()) << pairs.size();
}

TEST(CheckExternalIds, FindsEachFault) {
  const std::string at0 = "survey.external_ids[0]";
  const std::string at1 = "survey.external_ids[1]";
  struct Case {
    Pairs pairs;
    std::vector<std::string> fields;
  };
  const Case cases[] = {
      {Many(9), {"survey.external_ids"}},
      {{{"", "1"}}, {at0 + ".system"}},
      {{{"Akte", "1"}}, {at0 + ".system"}},
      {{{"akte-", "1"}}, {at0 + ".system"}},
      {{{std::string(64, 'a'), "1"}}, {at0 + ".system"}},
      {{{"akte", "1"}, {"akte", "2"}}, {at1 + ".system"}},
      {{{"akte", "1"}, {"akte", "1"}}, {at1 + ".system"}},
      {{{"akte", ""}}, {at0 + ".value"}},
      {{{"akte", std::string(257, 'a')}}, {at0 + ".value"}},
      {{{"akte", "a\nb"}}, {at0 + ".value"}},
      {{{"akte", std::string("a\0b", 3)}}, {at0 + ".value"}},
      {{{"akte", "a\xC2\x85"}}, {at0 + ".value"}},  // U+0085, a control character
      {{{"akte", "a\xC3"}}, {at0 + ".value"}},
      {{{"", ""}, {"x", "\t"}}, {at0 + ".system", at0 + ".value", at1 + ".value"}},
      {{{"", "1"}, {"", "2"}}, {at0 + ".system", at1 + ".system"}},
  };
  for (const Case& c : cases) {
    EXPECT_THAT(FieldsOf(Check(c.pairs)), ElementsAreArray(c.fields)) << c.fields[0];
  }
}

TEST(CheckExternalIds, NeverRepeatsTheValue) {
  const auto violations = Check({{"akte", "Erika Mustermann\n"}});
  ASSERT_THAT(FieldsOf(violations), ElementsAre("survey.external_ids[0].value"));
  EXPECT_THAT(violations[0].description, Not(HasSubstr("Erika")));
}

}  // namespace
}  // namespace lotse::types
