#include "services/survey/qualitative/rules/memo_rules.h"

#include <gtest/gtest.h>

#include <string>

#include "google/protobuf/text_format.h"

namespace lotse::survey::qualitative {
namespace {

bool CutsNothing(int64_t) { return false; }

TEST(CheckMemo, FindsEachFault) {
  v1alpha::Study study;
  google::protobuf::TextFormat::ParseFromString(R"(coders { coder_id: "eins" subject: "sub-1" })",
                                                &study);
  v1alpha::StudyMemo good;
  good.set_content("Ein Gedanke.");
  good.set_coder("eins");
  EXPECT_TRUE(CheckMemo(study, good, nullptr, "sub-1").empty());
  v1alpha::StudyMemo of_part = good;
  of_part.mutable_range()->set_end(10);
  const TextFacts text{10, 1, CutsNothing};
  EXPECT_TRUE(CheckMemo(study, of_part, &text, "sub-1").empty());
  EXPECT_EQ(CheckMemo(study, of_part, nullptr, "sub-1").at(0).field, "memo.range");
  of_part.mutable_range()->set_end(11);
  EXPECT_EQ(CheckMemo(study, of_part, &text, "sub-1").at(0).field, "memo.range.end");
  EXPECT_EQ(CheckMemo(study, good, nullptr, "sub-2").at(0).field, "memo.coder");
  for (const std::string& content :
       {std::string(), std::string("\xff"), std::string(1, '\0'), std::string("a\fb"),
        std::string("\v"), std::string(65537, 'x')}) {
    v1alpha::StudyMemo memo = good;
    memo.set_content(content);
    EXPECT_EQ(CheckMemo(study, memo, nullptr, "sub-1").at(0).field, "memo.content");
  }
  good.set_content(std::string(65536, 'x'));
  EXPECT_TRUE(CheckMemo(study, good, nullptr, "sub-1").empty());
}

}  // namespace
}  // namespace lotse::survey::qualitative
