// lotse table of a release, against a service in this process.
#include <gmock/gmock.h>

#include "cli/release/release_testing.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::TableSpec;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using ReleaseTableTest = ReleaseTest;

TEST_F(ReleaseTableTest, AsksForOneTableAndShowsIt) {
  const CliResult result = Run({"table", kRelease, "G", "A"});
  EXPECT_EQ(result.exit, 0) << result.err;
  ASSERT_THAT(services_.calls, SizeIs(1));
  EXPECT_EQ(services_.calls[0].name(), kRelease);
  ASSERT_THAT(services_.calls[0].tables(), SizeIs(1));
  EXPECT_THAT(services_.calls[0].tables(0).variables(), ElementsAre("G", "A"));
  EXPECT_THAT(services_.calls[0].tables(0).statistics(), ElementsAre(TableSpec::STATISTIC_SHARES));
  EXPECT_THAT(result.out, AllOf(HasSubstr("G × A\n  G  Geschlecht\n  A  Amt\n"), HasSubstr("110"),
                                HasSubstr("51,6"), HasSubstr("▒ geschützt")));
}

TEST_F(ReleaseTableTest, SendsAllThatTheFlagsSay) {
  const CliResult result =
      Run({"table", kRelease, "--battery=G, A", "--statistics=location,top-box", "--filter=A=b,s",
           "--filter=G=w", "--scores=1=5,2=-3,3=0.5", "--top-box=3", "--reversed=A",
           "--reference=w=900", "--parity-reference=w"});
  EXPECT_EQ(result.exit, 0) << result.err;
  ASSERT_THAT(services_.calls, SizeIs(1));
  const TableSpec& spec = services_.calls[0].tables(0);
  EXPECT_THAT(spec.variables(), IsEmpty());
  EXPECT_THAT(spec.battery(), ElementsAre("G", "A"));
  EXPECT_THAT(spec.statistics(),
              ElementsAre(TableSpec::STATISTIC_LOCATION, TableSpec::STATISTIC_TOP_BOX));
  ASSERT_THAT(spec.filters(), SizeIs(2));
  EXPECT_EQ(spec.filters(0).variable(), "A");
  EXPECT_THAT(spec.filters(0).options(), ElementsAre("b", "s"));
  ASSERT_THAT(spec.scores(), SizeIs(3));
  EXPECT_EQ(spec.scores(1).option(), "2");
  EXPECT_EQ(spec.scores(1).score(), -3);
  EXPECT_EQ(spec.scores(2).score(), 0.5);
  EXPECT_EQ(spec.top_box(), 3);
  EXPECT_THAT(spec.reversed(), ElementsAre("A"));
  EXPECT_EQ(spec.reference(0).population(), 900);
  EXPECT_EQ(spec.parity_reference(), "w");
}

TEST_F(ReleaseTableTest, AsJsonItIsTheTable) {
  EXPECT_THAT(Run({"table", kRelease, "G", "--statistics=counts", "--json"}).out,
              AllOf(HasSubstr(R"({"spec":{"variables":["G"]},"base":"213")"),
                    HasSubstr(R"("protected":{})")));
}

TEST_F(ReleaseTableTest, RefusesWhatIsNoTable) {
  for (const auto& [words, told] : std::vector<std::pair<std::vector<std::string>, const char*>>{
           {{"g"}, "did you mean G?"},
           {{"G", "--filter=B=b"}, "nothing to tabulate by 'B'"},
           {{"G", "A", "G", "A"}, "three variables"},
           {{"G", "A", "--battery=G,A"}, "one more variable at most"},
           {{"--battery=G"}, "two or more items"},
           {{"G", "--statistics=share"}, "did you mean shares?"},
           {{"G", "--statistics="}, "--statistics is empty"},
           {{"G", "--filter=A"}, "such as Q1=A1,A2"},
           {{"G", "--scores=w=viel"}, "options with numbers, such as"},
           {{"G", "--scores=w=nan"}, "options with numbers, such as"},
           {{"G", "--scores=w=inf"}, "options with numbers, such as"},
           {{"G", "--reference=w=1.5"}, "options with whole numbers"},
           {{"G", "--top-box=0"}, "from 1"},
           {{"--statistics=shares"}, "give the code of its rows"}}) {
    std::vector<std::string> all = {"table", kRelease};
    all.insert(all.end(), words.begin(), words.end());
    const CliResult result = Run(all);
    EXPECT_EQ(result.exit, 2) << told;
    EXPECT_THAT(result.err, HasSubstr(told));
  }
  EXPECT_THAT(services_.calls, IsEmpty());
}

TEST_F(ReleaseTableTest, FlagsOfAReleaseAreNotForAWave) {
  const CliResult result = Run({"table", FakeServices::kWave, "--filter=A=b"});
  EXPECT_EQ(result.exit, 2);
  EXPECT_THAT(result.err, HasSubstr("--filter is for tables of a release"));
}

}  // namespace
}  // namespace lotse::cli
