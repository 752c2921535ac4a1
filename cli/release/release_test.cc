// lotse release make, show and check, and lotse variables, against a service in this process.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "cli/release/release_testing.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Release;
using survey::v1alpha::Table;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class ReleaseCommandTest : public ReleaseTest {
 protected:
  // The file says `count` tables.
  std::string FileOf(int count) {
    std::string json = "{\"tables\":[";
    for (int i = 0; i < count; ++i) {
      absl::StrAppend(&json, i == 0 ? "" : ",", R"({"variables":["G"],"topBox":)", i + 1, "}");
    }
    return folder_.Write("tables.json", json + "]}");
  }

  CliResult Make(std::vector<std::string> more, int tables = 2) {
    std::vector<std::string> words = {"release",
                                      "make",
                                      FakeServices::kWave,
                                      "rat",
                                      "--title=Für den Rat",
                                      "--audience=public",
                                      "--tables=" + FileOf(tables)};
    words.insert(words.end(), more.begin(), more.end());
    return Run(words);
  }

  TestFolder folder_;
};

TEST_F(ReleaseCommandTest, MakesTabulatesAndFreezes) {
  const CliResult result =
      Make({"--break=A,B", "--break=C", "--sensitive=G", "--minimum-base=20", "--minimum-cell=7"});
  EXPECT_EQ(result.exit, 0) << result.err;
  ASSERT_THAT(services_.creations, SizeIs(1));
  const auto& creation = services_.creations[0];
  EXPECT_EQ(creation.parent(), FakeServices::kWave);
  EXPECT_EQ(creation.release_id(), "rat");
  EXPECT_THAT(creation.request_id(), SizeIs(36));
  EXPECT_EQ(creation.release().title().variants(0).text(), "Für den Rat");
  EXPECT_EQ(creation.release().audience(), Release::AUDIENCE_PUBLIC);
  EXPECT_EQ(creation.release().minimum_base(), 20);
  EXPECT_EQ(creation.release().minimum_cell(), 7);
  EXPECT_THAT(creation.release().break_variables(), ElementsAre("A", "B", "C"));
  EXPECT_THAT(creation.release().sensitive_variables(), ElementsAre("G"));
  ASSERT_THAT(services_.calls, SizeIs(1));
  EXPECT_EQ(services_.calls[0].name(), kRelease);
  EXPECT_THAT(services_.calls[0].tables(), SizeIs(2));
  // It freezes what it has seen, not what somebody else added since.
  ASSERT_THAT(services_.freezes, SizeIs(1));
  EXPECT_EQ(services_.freezes[0].etag(), "2");
  EXPECT_THAT(result.out, AllOf(HasSubstr("Für den Rat\n"), HasSubstr("eingefroren"),
                                HasSubstr("2 veröffentlicht, 0 abgelehnt\n")));
}

TEST_F(ReleaseCommandTest, OpenStaysOpen) {
  const CliResult result = Make({"--open", "--language=en"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(services_.freezes, IsEmpty());
  EXPECT_THAT(result.out, AllOf(HasSubstr("state           open"),
                                HasSubstr("everybody, council and press too"),
                                HasSubstr("2 published, 0 refused\n")));
}

TEST_F(ReleaseCommandTest, AsksInBatchesOfFiveHundred) {
  EXPECT_EQ(Make({}, 1001).exit, 0);
  ASSERT_THAT(services_.calls, SizeIs(3));
  EXPECT_THAT(services_.calls[0].tables(), SizeIs(500));
  EXPECT_THAT(services_.calls[2].tables(), SizeIs(1));
  EXPECT_EQ(services_.calls[2].tables(0).top_box(), 1001);
}

TEST_F(ReleaseCommandTest, SaysHowToGoOnWhenItWasCutOff) {
  services_.refused_after = 1;
  const CliResult result = Make({}, 501);
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(services_.freezes, IsEmpty());
  EXPECT_THAT(result.err, AllOf(HasSubstr("answers were erased"), HasSubstr(kRelease),
                                HasSubstr("same command again")));
}

TEST_F(ReleaseCommandTest, NamesWhatWasRefusedAndWhatWouldBeRight) {
  services_.table.Clear();
  services_.table.set_refusal(Table::REFUSAL_BASE_TOO_SMALL);
  services_.release.set_minimum_base(20);
  const CliResult result = Make({}, 1);
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("0 veröffentlicht, 1 abgelehnt\n"),
                                HasSubstr("▒ Nicht gezeigt: "), HasSubstr("(mindestens 20)"),
                                HasSubstr("Freigabe, die weniger Personen verlangt"),
                                Not(HasSubstr("Filter"))));
  EXPECT_THAT(Make({"--language=en"}, 1).out,
              AllOf(HasSubstr("(20 at least)"), HasSubstr("release that demands fewer people")));
  EXPECT_THAT(Make({"--json"}, 1).out, AllOf(HasSubstr(R"("published":0,"refused":[{)"),
                                             HasSubstr(R"("refusal":"REFUSAL_BASE_TOO_SMALL")")));
}

TEST_F(ReleaseCommandTest, IsNotFrozenIfNothingOfItWasPublished) {
  services_.table.Clear();
  services_.table.set_refusal(Table::REFUSAL_NOT_PROTECTABLE);
  const CliResult german = Make({});
  EXPECT_EQ(german.exit, 0) << german.err;
  EXPECT_THAT(services_.freezes, IsEmpty());
  EXPECT_THAT(german.out, AllOf(HasSubstr("offen"), HasSubstr("0 veröffentlicht, 2 abgelehnt")));
  EXPECT_THAT(german.err, HasSubstr("Nicht eingefroren"));
  EXPECT_THAT(Make({"--language=en"}).err, HasSubstr("Not frozen"));
  EXPECT_EQ(Make({"--open"}).err, "") << "as was wanted";
  const CliResult json = Make({"--json"});
  EXPECT_THAT(json.out, HasSubstr(R"("state":"STATE_OPEN")"));
  EXPECT_EQ(json.err, "");
  EXPECT_THAT(services_.freezes, IsEmpty());
}

TEST_F(ReleaseCommandTest, ChecksTheCodesBeforeAnythingIsMade) {
  const struct {
    const char* tables;
    const char* field;
    const char* german;
    const char* english;
  } cases[] = {
      {R"({"variables":["g"]})",
       "tables[1].variables[0]: ", "nichts auszuzählen nach 'g' (did you mean G?)",
       "nothing to tabulate by 'g' (did you mean G?)"},
      {R"({"battery":["G","AA"]})", "tables[1].battery[1]: ", "'AA'", "'AA'"},
      {R"({"battery":["G","A"],"reversed":["B"]})", "tables[1].reversed[0]: ", "'B'", "'B'"},
      {R"({"variables":["G"],"filters":[{"variable":"AA","options":["b"]}]})",
       "tables[1].filters[0].variable: ", "'AA'", "'AA'"},
      {R"({"variables":["G"],"filters":[{"variable":"A","options":["b","bb"]}]})",
       "tables[1].filters[0].options[1]: ", "'A' hat keine Antwort 'bb'", "'A' has no option 'bb'"},
      {R"({"variables":["A","G"]})", "tables[1].variables[1]: ", "dazu --break=G",
       "that needs --break=G"},
      {R"({"battery":["G","A"],"variables":["G"]})", "tables[1].variables[0]: ", "dazu --break=G",
       "that needs --break=G"},
      {R"({"variables":["A"],"filters":[{"variable":"G","options":["w"]}]})",
       "tables[1].filters[0].variable: ", "dazu --break=G", "that needs --break=G"},
  };
  for (const auto& c : cases) {
    const std::string file = folder_.Write(
        "t.json", absl::StrCat("{\"tables\":[{\"variables\":[\"G\",\"A\"]},", c.tables, "]}"));
    for (const std::string language : {"de", "en"}) {
      const CliResult result =
          Run({"release", "make", FakeServices::kWave, "rat", "--title=T", "--audience=public",
               "--break=A", "--tables=" + file, "--language=" + language});
      EXPECT_EQ(result.exit, 5) << c.tables;
      EXPECT_THAT(result.err, AllOf(HasSubstr(c.field), Not(HasSubstr("tables[0]")),
                                    HasSubstr(language == "de" ? c.german : c.english)));
    }
  }
  EXPECT_THAT(services_.creations, IsEmpty());
}

TEST_F(ReleaseCommandTest, ChecksTheCommandLineBeforeAnythingIsMade) {
  for (const auto& [words, told] : std::vector<std::pair<std::vector<std::string>, const char*>>{
           {{"release", "make", "x", "rat"}, "no name of a wave"},
           {{"release", "make", FakeServices::kWave, "rat"}, "--title is missing"},
           {{"release", "make", FakeServices::kWave, "rat", "--title=T"}, "--audience is missing"},
           {{"release", "make", FakeServices::kWave, "rat", "--title=T", "--audience=publik"},
            "did you mean public?"},
           {{"release", "make", FakeServices::kWave, "rat", "--title=T", "--audience=public",
             "--minimum-cell=five"},
            "--minimum-cell: give a number"},
           {{"release", "make", FakeServices::kWave, "rat", "--title=T", "--audience=public"},
            "--tables is missing"},
           {{"release", "show", FakeServices::kWave}, "no name of a release"},
           {{"release", "show", kRelease, "--table=x"}, "--table: give the number"},
           {{"release", "check", FakeServices::kWave}, "no name of a release"},
           {{"variables", kRelease}, "no name of a wave"}}) {
    const CliResult result = Run(words);
    EXPECT_EQ(result.exit, 2) << told;
    EXPECT_THAT(result.err, HasSubstr(told));
  }
  EXPECT_THAT(services_.creations, IsEmpty());
}

TEST_F(ReleaseCommandTest, ChecksTheFileBeforeAnythingIsMade) {
  const auto make = [&](const std::string& json) {
    return Run({"release", "make", FakeServices::kWave, "rat", "--title=T", "--audience=public",
                "--tables=" + folder_.Write("t.json", json)});
  };
  EXPECT_EQ(make("{}").exit, 5);
  EXPECT_EQ(make("{\"tables\":[{\"rows\":[\"G\"]}]}").exit, 5);
  EXPECT_EQ(make("{\"name\":\"x\",\"tables\":[{}]}").exit, 5);
  EXPECT_THAT(services_.creations, IsEmpty());
  EXPECT_EQ(make("[{\"variables\":[\"G\"]}]").exit, 0);
  ASSERT_THAT(services_.calls, SizeIs(1));
  EXPECT_THAT(services_.calls[0].tables(0).variables(), ElementsAre("G"));
  EXPECT_EQ(Run({"release", "make", FakeServices::kWave, "rat", "--title=T", "--audience=public",
                 "--tables=/none/t.json"})
                .exit,
            4);
}

TEST_F(ReleaseCommandTest, ShowsAllTablesOrOne) {
  Make({});
  const CliResult all = Run({"release", "show", kRelease});
  EXPECT_EQ(all.exit, 0) << all.err;
  EXPECT_THAT(all.out, AllOf(HasSubstr("Für den Rat\n"), HasSubstr("Antworten           213\n"),
                             HasSubstr("\nt0001  G\n"), HasSubstr("\nt0002  G\n"),
                             HasSubstr("  G  Geschlecht\n"), HasSubstr("▒ geschützt")));
  EXPECT_EQ(Run({"table", kRelease}).out, all.out);
  const CliResult one = Run({"release", "show", kRelease, "--table=2"});
  EXPECT_THAT(one.out, AllOf(HasSubstr("t0002  G\n"), Not(HasSubstr("t0001"))));
  EXPECT_EQ(Run({"release", "show", kRelease, "--table=t0002"}).out, one.out);
  EXPECT_EQ(Run({"release", "show", kRelease, "--table=3"}).exit, 1);
  EXPECT_THAT(Run({"release", "show", kRelease, "--json"}).out,
              AllOf(HasSubstr(R"({"release":{)"), HasSubstr(R"("tables":[{)"),
                    HasSubstr(R"("protected":{})"), HasSubstr("t0002")));
  EXPECT_THAT(Run({"release", "show", kRelease, "--table=2", "--json"}).out,
              HasSubstr(R"(releases/rat/tables/t0002")"));
}

TEST_F(ReleaseCommandTest, CheckEndsWithOneIfItIsNotPassed) {
  Parse(R"pb(passed: true
             published_tables: 3
             refused_tables: 1
             shown_cells: 20
             protected_cells: 4
             counts_agree: true
             protection_holds: true
             hash_agrees: true)pb",
        &services_.check);
  const CliResult passed = Run({"release", "check", kRelease});
  EXPECT_EQ(passed.exit, 0) << passed.err;
  EXPECT_THAT(passed.out, AllOf(HasSubstr("3 veröffentlicht, 1 abgelehnt"),
                                HasSubstr("20 gezeigt, 4 geschützt"), HasSubstr("✓ ja"),
                                Not(HasSubstr("NEIN"))));
  services_.check.set_passed(false);
  services_.check.set_protection_holds(false);
  const CliResult failed = Run({"release", "check", kRelease, "--language=en", "--ascii"});
  EXPECT_EQ(failed.exit, 1);
  EXPECT_THAT(failed.out,
              AllOf(HasSubstr("nothing protected can be worked out"), HasSubstr("! NO")));
  EXPECT_THAT(failed.err, HasSubstr("not passed"));
  EXPECT_THAT(Run({"release", "check", kRelease, "--json"}).out,
              HasSubstr(R"("publishedTables":3)"));
}

TEST_F(ReleaseCommandTest, VariablesAreListed) {
  const CliResult all = Run({"variables", FakeServices::kWave});
  EXPECT_EQ(all.exit, 0) << all.err;
  EXPECT_EQ(all.out,
            "G  2  Geschlecht  Einfachwahl, Art. 9 DSGVO\n"
            "A  2  Amt         Einfachwahl, nicht an alle\n");
  EXPECT_EQ(Run({"variables", FakeServices::kWave, "G"}).out,
            "G  Geschlecht\n"
            "  Einfachwahl, Art. 9 DSGVO\n"
            "    w  weiblich\n"
            "    m  männlich\n"
            "       (keine Antwort)\n");
  EXPECT_EQ(Run({"variables", FakeServices::kWave, "H"}).exit, 2);
  EXPECT_THAT(Run({"variables", FakeServices::kWave, "--json"}).out,
              HasSubstr(R"({"code":"A","kind":"KIND_SINGLE")"));
}

TEST_F(ReleaseCommandTest, VariablesMakeAFileOfTables) {
  const CliResult result = Run({"variables", FakeServices::kWave, "--specs", "--by=A"});
  EXPECT_EQ(result.exit, 0) << result.err;
  // The file is one for release make.
  EXPECT_EQ(Run({"release", "make", FakeServices::kWave, "rat", "--title=T", "--audience=public",
                 "--break=A", "--tables=" + folder_.Write("specs.json", result.out)})
                .exit,
            0);
  ASSERT_THAT(services_.calls, SizeIs(1));
  ASSERT_THAT(services_.calls[0].tables(), SizeIs(3));
  EXPECT_THAT(services_.calls[0].tables(0).variables(), ElementsAre("G"));
  EXPECT_THAT(services_.calls[0].tables(1).variables(), ElementsAre("G", "A"));
  EXPECT_THAT(services_.calls[0].tables(2).variables(), ElementsAre("A"));
  EXPECT_EQ(Run({"variables", FakeServices::kWave, "--by=A"}).exit, 2);
  EXPECT_EQ(Run({"variables", FakeServices::kWave, "--specs", "--by=B"}).exit, 2);
  services_.variables[1].set_kind(survey::v1alpha::TableVariable::KIND_MULTIPLE);
  EXPECT_EQ(Run({"variables", FakeServices::kWave, "--specs", "--by=A"}).exit, 2);
  EXPECT_EQ(Run({"variables", FakeServices::kWave, "G", "--specs", "--by=G"}).exit, 0);
}

TEST_F(ReleaseCommandTest, AReleaseIsAsTheDocumentShowsIt) {
  services_.release.set_name(
      "programmes/vopi/engagements/musterstadt/surveys/personal/waves/erste/releases/rat");
  services_.release.set_responses(407);
  services_.release.clear_break_variables();
  services_.release.add_break_variables("amt");
  Make({});
  const std::string out = Run({"release", "show", services_.release.name()}).out;
  std::stringstream document;
  document << std::ifstream("docs/disclosure-control.md").rdbuf();
  EXPECT_THAT(document.str(), HasSubstr("```text\n" + out.substr(0, out.find("\n\n") + 1) + "```"));
}

}  // namespace
}  // namespace lotse::cli
