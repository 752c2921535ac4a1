#include "services/engagement/domain/code_checks.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using type::v1alpha::Code;

Code MakeCode(const std::string& list, const std::string& code) {
  Code made;
  made.set_list(list);
  made.set_code(code);
  return made;
}

TEST(CheckCode, NamesWhatIsWrong) {
  struct Case {
    Code code;
    std::vector<std::string> fields;
  };
  const Case cases[] = {
      {MakeCode("codeLists/c-01-v1", "organisation"), {}},
      {MakeCode("programmes/viv/codeLists/offers-v2", "x"), {}},
      {MakeCode("codeLists/C-01", "organisation"), {"f.list"}},
      {MakeCode("programmes/viv/goals/g", "organisation"), {"f.list"}},
      {MakeCode("codeLists/c-01-v1", "Organisation"), {"f.code"}},
      {MakeCode("", ""), {"f.list", "f.code"}},
  };
  for (const Case& c : cases) {
    rpc::FieldViolations violations;
    CheckCode("f", c.code, &violations);
    std::vector<std::string> fields;
    for (const auto& violation : violations) fields.push_back(violation.field);
    EXPECT_EQ(fields, c.fields) << c.code.ShortDebugString();
  }
}

TEST(CheckCodes, TakesEachOnceUpToTheLimit) {
  google::protobuf::RepeatedPtrField<Code> codes;
  for (int i = 0; i < 3; ++i) *codes.Add() = MakeCode("codeLists/l", absl::StrCat("c", i));
  rpc::FieldViolations violations;
  CheckCodes("f", codes, 3, &violations);
  EXPECT_TRUE(violations.empty());
  CheckCodes("f", codes, 2, &violations);
  ExpectBothLanguages(violations);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "f");
}

TEST(CheckCodes, FindsACodeTwiceAndAWrongOne) {
  google::protobuf::RepeatedPtrField<Code> codes;
  *codes.Add() = MakeCode("codeLists/l", "a");
  *codes.Add() = MakeCode("codeLists/m", "a");
  *codes.Add() = MakeCode("codeLists/l", "a");
  *codes.Add() = MakeCode("codeLists/l", "-");
  rpc::FieldViolations violations;
  CheckCodes("f", codes, 9, &violations);
  ExpectBothLanguages(violations);
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].field, "f[2]");
  EXPECT_EQ(violations[1].field, "f[3].code");
}

}  // namespace
}  // namespace lotse::engagement
