#include "services/reporting/document/methods.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/sample_inputs.h"
#include "services/reporting/document/sample_material.h"
#include "services/reporting/document/sample_releases.h"

namespace lotse::reporting {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string MethodsOf(const ReportInputs& inputs) {
  v1alpha::Section section;
  AppendMethods(inputs, section);
  std::string text;
  for (const v1alpha::Block& block : section.blocks()) text += block.paragraph().text() + "\n";
  return text;
}

// Who was not asked stands apart in tables of releases, and not in those of waves.
TEST(MethodsTest, SaysOfEachKindOfTableWhatHoldsForIt) {
  ReportInputs inputs = SampleInputs(Language::kEnglish);
  const char* const of_waves = "also counts people who were not asked";
  const char* const of_releases = "counts there as “Not asked”";
  EXPECT_THAT(MethodsOf(inputs), HasSubstr(of_waves));
  EXPECT_THAT(MethodsOf(inputs), Not(HasSubstr(of_releases)));
  AddSampleRelease(inputs);
  EXPECT_THAT(MethodsOf(inputs), HasSubstr(of_waves));
  EXPECT_THAT(MethodsOf(inputs), HasSubstr(of_releases));
  inputs.waves.clear();
  EXPECT_THAT(MethodsOf(inputs), Not(HasSubstr(of_waves)));
  EXPECT_THAT(MethodsOf(inputs), HasSubstr(of_releases));
  EXPECT_THAT(MethodsOf(inputs), HasSubstr("A share is taken of"));
  inputs.releases.clear();
  EXPECT_THAT(MethodsOf(inputs), HasSubstr("no survey results"));
}

TEST(MethodsTest, SaysHowMaterialCameToBeOnlyWhereThereIsSome) {
  ReportInputs inputs = SampleInputs(Language::kEnglish);
  const char* const of_material = "in the wording that was approved";
  EXPECT_THAT(MethodsOf(inputs), Not(HasSubstr(of_material)));
  AddSampleMaterial(inputs);
  EXPECT_THAT(MethodsOf(inputs), HasSubstr(of_material));
}

}  // namespace
}  // namespace lotse::reporting
