// lotse table, against a service in this process.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include "cli/fake_services.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kTables[] = R"pb(
  response_rate { invited: 600 responses: 213 rate_per_mille: 355 }
  tables {
    code: "A"
    base: 20
    missing: 0
    rows { code: "1" count: 20 share_per_mille: 1000 }
  }
  tables { code: "M1" matrix_code: "M" not_shown: NOT_SHOWN_BASE_TOO_SMALL }
  tables { code: "M2" matrix_code: "M" not_shown: NOT_SHOWN_BASE_TOO_SMALL })pb";

class TableTest : public ::testing::Test {
 protected:
  TableTest() {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kTables, &services_.tables));
  }
  FakeServices services_;
};

TEST_F(TableTest, ShowsAllTables) {
  const CliResult result = services_.Run({"table", FakeServices::kWave});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("Rücklauf: 213 von 600 (35,5 %)"), HasSubstr("█"),
                                HasSubstr("\nA"), HasSubstr("\nM")));
}

TEST_F(TableTest, MarksAPilot) {
  EXPECT_THAT(services_.Run({"table", FakeServices::kWave}).out, Not(HasSubstr("Pilot")));
  services_.tables.set_pilot(true);
  EXPECT_THAT(services_.Run({"table", FakeServices::kWave}).out,
              HasSubstr("Pilot: Diese Zahlen zeigen"));
  // Also where few of its tables are shown.
  EXPECT_THAT(services_.Run({"table", FakeServices::kWave, "A", "--language=en"}).out,
              HasSubstr("Pilot: these figures show"));
  EXPECT_THAT(services_.Run({"table", FakeServices::kWave, "A", "--json"}).out,
              HasSubstr(R"("pilot":true)"));
}

TEST_F(TableTest, ShowsTheTablesThatWereAskedFor) {
  const CliResult result = services_.Run({"table", FakeServices::kWave, "M", "--json"});
  EXPECT_THAT(result.out,
              AllOf(HasSubstr(R"("M1")"), HasSubstr(R"("M2")"), Not(HasSubstr(R"("A")"))));
  const CliResult unknown = services_.Run({"table", FakeServices::kWave, "M3"});
  EXPECT_EQ(unknown.exit, 2);
}

TEST_F(TableTest, WhatWasErasedOfAllIsNotTakenForAWrongCode) {
  services_.tables.mutable_wave()->add_erased_codes("frei");
  const CliResult erased = services_.Run({"table", FakeServices::kWave, "frei"});
  EXPECT_EQ(erased.exit, 2);
  EXPECT_THAT(erased.err, HasSubstr("the answers to 'frei' were erased of everybody"));
}

TEST_F(TableTest, AsciiHasNoBlocks) {
  const CliResult result = services_.Run({"table", FakeServices::kWave, "A", "--ascii"});
  EXPECT_THAT(result.out, AllOf(HasSubstr("####"), Not(HasSubstr("█"))));
}

}  // namespace
}  // namespace lotse::cli
