#include "services/survey/analysis/columns/row_fingerprint.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "services/survey/engine/response_row.h"

namespace lotse::survey {
namespace {

std::shared_ptr<const CompiledInstrument> Compiled() {
  v1alpha::Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        sections {
          questions {
            code: "one"
            kind: KIND_SINGLE_CHOICE
            options { code: "a" }
            options { code: "b" }
          }
          questions {
            code: "many"
            kind: KIND_MULTIPLE_CHOICE
            options { code: "c" }
            options { code: "d" }
          }
          questions { code: "number" kind: KIND_INTEGER }
          questions { code: "text" kind: KIND_TEXT }
        })pb",
      &instrument));
  return std::make_shared<const CompiledInstrument>(instrument);
}

class RowFingerprintTest : public ::testing::Test {
 protected:
  std::string Row(const char* answers, int broke_off_section = 0) {
    v1alpha::SubmitResponseRequest request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(answers, &request));
    return EncodeResponseRow(*instrument_, request.answers(), broke_off_section);
  }
  RowFingerprint Of(const std::vector<std::pair<std::string, std::string>>& rows) {
    RowFingerprint made(instrument_);
    for (const auto& [id, row] : rows) EXPECT_TRUE(made.Add(id, row));
    return made;
  }

  const std::shared_ptr<const CompiledInstrument> instrument_ = Compiled();
  const std::string one_ = Row(R"(answers { code: "one" choice: "a" })");
  const std::string all_ = Row(R"(answers { code: "one" choice: "b" }
                                  answers { code: "many" choices { codes: "c" codes: "d" } }
                                  answers { code: "number" integer: -3 }
                                  answers { code: "text" text: "so" })");
};

TEST_F(RowFingerprintTest, TellsNothingOfTheOrder) {
  const RowFingerprint here = Of({{"id-1", one_}, {"id-2", all_}});
  const RowFingerprint there = Of({{"id-2", all_}, {"id-1", one_}});
  EXPECT_EQ(here.people(), there.people());
  EXPECT_EQ(here.variables(), there.variables());
}

TEST_F(RowFingerprintTest, ChangesWithTheVariableThatChanged) {
  const RowFingerprint before = Of({{"id-1", one_}, {"id-2", all_}});
  const std::string other = Row(R"(answers { code: "one" choice: "b" }
                                   answers { code: "many" choices { codes: "c" } }
                                   answers { code: "number" integer: -4 })");
  const RowFingerprint after = Of({{"id-1", one_}, {"id-2", other}});
  EXPECT_EQ(before.people(), after.people());
  EXPECT_EQ(before.variables()[0], after.variables()[0]);
  for (size_t variable = 1; variable < 4; ++variable) {
    EXPECT_NE(before.variables()[variable], after.variables()[variable]) << variable;
  }
  // What a text says is in no table.
  const std::string said = Row(R"(answers { code: "text" text: "so" })");
  const std::string said_otherwise = Row(R"(answers { code: "text" text: "anders" })");
  EXPECT_EQ(Of({{"id-1", said}}).variables(), Of({{"id-1", said_otherwise}}).variables());
  // No answer leaves nothing, and is not the first option.
  EXPECT_EQ(Of({{"id-1", Row("")}}).variables(), std::vector<uint64_t>(4, 0));
}

TEST_F(RowFingerprintTest, KnowsWhoThereIs) {
  const RowFingerprint two = Of({{"id-1", one_}, {"id-2", one_}});
  EXPECT_NE(two.people(), Of({{"id-1", one_}}).people());
  // The same answers of another person, and answers that changed places.
  EXPECT_NE(two.variables(), Of({{"id-1", one_}, {"id-3", one_}}).variables());
  EXPECT_NE(Of({{"id-1", one_}, {"id-2", all_}}).variables(),
            Of({{"id-1", all_}, {"id-2", one_}}).variables());
  const std::string broke_off = Row(R"(answers { code: "one" choice: "a" })", 1);
  EXPECT_NE(two.people(), Of({{"id-1", one_}, {"id-2", broke_off}}).people());
}

TEST_F(RowFingerprintTest, TakesNothingOfADamagedRow) {
  RowFingerprint made(instrument_);
  EXPECT_FALSE(made.Add("id-1", ""));
  EXPECT_FALSE(made.Add("id-1", all_.substr(0, all_.size() - 1)));
  EXPECT_EQ(made.people(), 0u);
  EXPECT_EQ(made.variables(), std::vector<uint64_t>(4, 0));
}

}  // namespace
}  // namespace lotse::survey
