// lotse import territories, against a service in this process.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "cli/fake_services.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ImportTerritoriesTest : public ::testing::Test {
 protected:
  CliResult Import(const std::string& csv, std::vector<std::string> flags = {}) {
    std::vector<std::string> words = {"import", "territories", folder_.Write("list.csv", csv),
                                      "--source=Zensus 2022", "--source-version=2022-05-15"};
    words.insert(words.end(), flags.begin(), flags.end());
    return services_.Run(words);
  }

  TestFolder folder_;
  FakeServices services_;
};

constexpr char kTwo[] =
    "ars12,ags8,name,population_2022_05_15,quality\n"
    "031010000000,03101000,\"Braunschweig, Stadt\",252816,e\n"
    "031020000000,03102000,\"Salzgitter, Stadt\",104215,e\n";

TEST_F(ImportTerritoriesTest, SendsTheRowsAndSaysWhatBecameOfThem) {
  services_.territory_replies.emplace_back().set_created_count(5);
  services_.territory_replies[0].set_derived_count(3);
  const CliResult result = Import(kTwo);
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(result.out,
            "rows       2\nrefused    0\ncreated    5 (3 by the keys of others)\n"
            "updated    0\nunchanged  0\n");
  ASSERT_THAT(services_.territory_requests, SizeIs(1));
  const auto& request = services_.territory_requests[0];
  EXPECT_EQ(request.source(), "Zensus 2022");
  EXPECT_EQ(request.source_version(), "2022-05-15");
  EXPECT_EQ(request.as_of_date().day(), 15);
  EXPECT_FALSE(request.validate_only());
  ASSERT_EQ(request.rows_size(), 2);
  EXPECT_EQ(request.rows(1).key(), "031020000000");
  EXPECT_EQ(request.rows(1).line(), 3);
}

TEST_F(ImportTerritoriesTest, ASecondTimeNothingIsChanged) {
  services_.territory_replies.emplace_back().set_unchanged_count(2);
  const CliResult result = Import(kTwo);
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("unchanged  2\nnothing was changed\n"));
}

TEST_F(ImportTerritoriesTest, ALongListGoesInPieces) {
  std::string csv = "ars,population\n";
  for (int i = 0; i < 1001; ++i) absl::StrAppend(&csv, "03151540", 1000 + i, ",1\n");
  services_.territory_replies.emplace_back().set_created_count(7);
  const CliResult result = Import(csv, {"--as-of=2022-05-15"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("rows       1001\n"), HasSubstr("created    21 ")));
  ASSERT_THAT(services_.territory_requests, SizeIs(3));
  EXPECT_EQ(services_.territory_requests[0].rows_size(), 500);
  EXPECT_EQ(services_.territory_requests[2].rows_size(), 1);
  EXPECT_EQ(services_.territory_requests[2].rows(0).line(), 1002);
}

TEST_F(ImportTerritoriesTest, WrongLinesAreNamedInTheirOrderAndTheOthersSent) {
  auto* refused = services_.territory_replies.emplace_back().add_refused();
  refused->set_line(3);
  refused->set_field("key");
  refused->set_description("not a \x1b[2Jkey");
  const CliResult result = Import("ars,population,note\n031010000000,1,\n1,2,\n031020000000,x,\n",
                                  {"--as-of=2022-05-15"});
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.err, HasSubstr("note: column note is not read\n"));
  EXPECT_THAT(result.err, HasSubstr("line 3, column key: not a "));
  EXPECT_THAT(result.err, ::testing::Not(HasSubstr("\x1b")));
  EXPECT_LT(result.err.find("line 3"), result.err.find("line 4, column population: not a whole"));
  EXPECT_THAT(result.err, HasSubstr("2 of 3 rows were not taken"));
  EXPECT_THAT(result.out, HasSubstr("rows       3\nrefused    2\n"));
  EXPECT_EQ(services_.territory_requests[0].rows_size(), 2);
}

TEST_F(ImportTerritoriesTest, JsonHasTheCountsAndTheProblems) {
  services_.territory_replies.emplace_back().set_updated_count(1);
  const CliResult result =
      Import("ars,population\n031010000000,1\n031020000000,x\n", {"--as-of=2022-05-15", "--json"});
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.out, HasSubstr(R"("rows":2,"created":0,"derived":0,"updated":1,"unchanged":0,)"
                                    R"("refused":1,"problems":[{"line":3,"column":"population")"));
}

TEST_F(ImportTerritoriesTest, DryRunOnlyChecks) {
  const CliResult result = Import(kTwo, {"--dry-run"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("dry run: nothing was changed\n"));
  EXPECT_TRUE(services_.territory_requests[0].validate_only());
}

TEST_F(ImportTerritoriesTest, TheDayHasToBeClear) {
  const CliResult missing = Import("ars\n031010000000\n");
  EXPECT_EQ(missing.exit, 2);
  EXPECT_THAT(missing.err, HasSubstr("--as-of is missing"));
  EXPECT_EQ(Import(kTwo, {"--as-of=15.05.2022"}).exit, 2);
  EXPECT_EQ(Import(kTwo, {"--as-of=2022-05-15"}).exit, 0);
  EXPECT_EQ(Import(kTwo, {"--as-of=2023-05-15"}).exit, 2);
  EXPECT_THAT(services_.territory_requests, SizeIs(1));
}

TEST_F(ImportTerritoriesTest, FilesThatAreWrongAreRefusedAsAWhole) {
  const CliResult result = Import("name\nx\n");
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.err, HasSubstr("list.csv: no column with the keys"));
  EXPECT_THAT(services_.territory_requests, IsEmpty());
  EXPECT_EQ(services_
                .Run({"import", "territories", folder_.path() + "/absent", "--source=x",
                      "--source-version=1", "--as-of=2022-05-15"})
                .exit,
            4);
  EXPECT_EQ(services_.Run({"import", "territories", "x", "--source=x"}).exit, 2);
}

}  // namespace
}  // namespace lotse::cli
