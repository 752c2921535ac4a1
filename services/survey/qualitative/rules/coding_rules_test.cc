#include "services/survey/qualitative/rules/coding_rules.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "google/protobuf/text_format.h"
#include "runtime/rpc/error.h"

namespace lotse::survey::qualitative {
namespace {

using v1alpha::Coding;
using v1alpha::Study;

Study TheStudy() {
  Study study;
  google::protobuf::TextFormat::ParseFromString(
      R"(coders { coder_id: "eins" subject: "sub-1" }
         coders { coder_id: "zwei" subject: "sub-2" retired: true }
         coders { coder_id: "drei" subject: "sub-3" })",
      &study);
  return study;
}

// Of ten code points, of which the fourth and fifth are one sign.
bool CutsSign(int64_t position) { return position == 4; }
TextFacts TheText() { return {10, 3, CutsSign}; }

TEST(CheckCoding, FindsEachFault) {
  Coding good;
  google::protobuf::TextFormat::ParseFromString(
      R"(range { begin: 0 end: 10 } coder: "eins" text_revision: 3)", &good);
  const Code codable;
  EXPECT_TRUE(CheckCoding(TheStudy(), good, TheText(), &codable, "sub-1").empty());
  const struct {
    int64_t begin, end;
    std::string coder;
    std::function<void(Code*)> code;
    std::string field;
  } cases[] = {
      {-1, 3, "eins", nullptr, "range.begin"},
      {3, 3, "eins", nullptr, "range.end"},
      {5, 3, "eins", nullptr, "range.end"},
      {0, 11, "eins", nullptr, "range.end"},
      {10, 11, "eins", nullptr, "range.end"},
      {4, 6, "eins", nullptr, "range.begin"},
      {2, 4, "eins", nullptr, "range.end"},
      {2, 3, "vier", nullptr, "coder"},
      {2, 3, "drei", nullptr, "coder"},
      {2, 3, "zwei", nullptr, "coder"},
      {2, 3, "eins", [](Code* code) { code->codable = false; }, "code"},
      {2, 3, "eins", [](Code* code) { code->retired = true; }, "code"},
  };
  for (const auto& c : cases) {
    Coding coding = good;
    coding.mutable_range()->set_begin(c.begin);
    coding.mutable_range()->set_end(c.end);
    coding.set_coder(c.coder);
    Code code = codable;
    if (c.code) c.code(&code);
    const auto violations = CheckCoding(TheStudy(), coding, TheText(), &code, "sub-1");
    ASSERT_EQ(violations.size(), 1u) << c.begin << " " << c.end << " " << c.field;
    EXPECT_EQ(violations[0].field, "coding." + c.field);
  }
  EXPECT_EQ(CheckCoding(TheStudy(), good, TheText(), nullptr, "sub-1").at(0).field, "coding.code");
}

TEST(CheckTextRevision, WantsThePresentOne) {
  Coding coding;
  coding.set_text_revision(3);
  EXPECT_TRUE(CheckTextRevision(coding, TheText()).ok());
  for (const int64_t revision : {2, 4}) {
    coding.set_text_revision(revision);
    EXPECT_EQ(rpc::ReasonOf(CheckTextRevision(coding, TheText())),
              type::v1alpha::ERROR_REASON_ETAG_MISMATCH);
  }
}

TEST(ViewerOf, WhoCodesDoesNotCompare) {
  const struct {
    const char* subject;
    bool may_release;
    const char* coder;
    bool compares;
  } cases[] = {{"sub-1", false, "eins", false}, {"sub-1", true, "eins", false},
               {"sub-2", false, "zwei", false}, {"sub-2", true, "zwei", true},
               {"sub-9", false, "", false},     {"sub-9", true, "", true}};
  for (const auto& c : cases) {
    const CodingViewer viewer = ViewerOf(TheStudy(), c.subject, c.may_release);
    EXPECT_EQ(viewer.coder, c.coder) << c.subject << c.may_release;
    EXPECT_EQ(viewer.compares, c.compares) << c.subject << c.may_release;
  }
}

TEST(CoderOf, IsWhoCodesNow) {
  const Study study = TheStudy();
  ASSERT_NE(CoderOf(study, "sub-1"), nullptr);
  EXPECT_EQ(CoderOf(study, "sub-1")->coder_id(), "eins");
  EXPECT_EQ(CoderOf(study, "sub-2"), nullptr);
  EXPECT_EQ(CoderOf(study, ""), nullptr);
}

}  // namespace
}  // namespace lotse::survey::qualitative
