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
using v1alpha::StudyCode;

Study TheStudy() {
  Study study;
  google::protobuf::TextFormat::ParseFromString(
      R"(coders { coder_id: "eins" } coders { coder_id: "zwei" retired: true })", &study);
  return study;
}

// Of ten code points, of which the fourth and fifth are one sign.
bool CutsSign(int64_t position) { return position == 4; }
TextFacts TheText() { return {10, 3, CutsSign}; }

TEST(CheckCoding, FindsEachFault) {
  Coding good;
  google::protobuf::TextFormat::ParseFromString(
      R"(range { begin: 0 end: 10 } coder: "eins" text_revision: 3)", &good);
  StudyCode codable;
  codable.set_codable(true);
  EXPECT_TRUE(CheckCoding(TheStudy(), good, TheText(), &codable).empty());
  const struct {
    int64_t begin, end;
    std::string coder;
    std::function<void(StudyCode*)> code;
    std::string field;
  } cases[] = {
      {-1, 3, "eins", nullptr, "range.begin"},
      {3, 3, "eins", nullptr, "range.end"},
      {5, 3, "eins", nullptr, "range.end"},
      {0, 11, "eins", nullptr, "range.end"},
      {10, 11, "eins", nullptr, "range.end"},
      {4, 6, "eins", nullptr, "range.begin"},
      {2, 4, "eins", nullptr, "range.end"},
      {2, 3, "drei", nullptr, "coder"},
      {2, 3, "zwei", nullptr, "coder"},
      {2, 3, "eins", [](StudyCode* code) { code->set_codable(false); }, "code"},
      {2, 3, "eins", [](StudyCode* code) { code->set_retired(true); }, "code"},
  };
  for (const auto& c : cases) {
    Coding coding = good;
    coding.mutable_range()->set_begin(c.begin);
    coding.mutable_range()->set_end(c.end);
    coding.set_coder(c.coder);
    StudyCode code = codable;
    if (c.code) c.code(&code);
    const auto violations = CheckCoding(TheStudy(), coding, TheText(), &code);
    ASSERT_EQ(violations.size(), 1u) << c.begin << " " << c.end << " " << c.field;
    EXPECT_EQ(violations[0].field, "coding." + c.field);
  }
  EXPECT_EQ(CheckCoding(TheStudy(), good, TheText(), nullptr).at(0).field, "coding.code");
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

TEST(MaySeeCodingsOf, BlindCodersSeeTheirOwn) {
  Study study = TheStudy();
  EXPECT_TRUE(MaySeeCodingsOf(study, "eins", "zwei"));
  study.set_blind(true);
  EXPECT_FALSE(MaySeeCodingsOf(study, "eins", "zwei"));
  EXPECT_FALSE(MaySeeCodingsOf(study, "", "zwei"));
  EXPECT_TRUE(MaySeeCodingsOf(study, "eins", "eins"));
}

}  // namespace
}  // namespace lotse::survey::qualitative
