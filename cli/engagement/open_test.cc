// lotse engagement open, against a service in this process.
#include <gmock/gmock.h>

#include "cli/engagement/fake_engagements.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using engagement::v1alpha::PhaseTemplate;

class OpenTest : public ::testing::Test {
 protected:
  OpenTest() { AddTemplate("verlauf"); }

  void AddTemplate(const std::string& id) {
    PhaseTemplate made;
    made.set_name("programmes/p/phaseTemplates/" + id);
    fake_.templates.push_back(made);
  }

  CliResult Open(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"engagement",       "open",
                                      "programmes/p",     "--id=e",
                                      "--title=Öffnung",  "--administration=stadt",
                                      "--months=12",      "--start=2026-03-01",
                                      "--track=a:Amt: A", "--track=b"};
    words.insert(words.end(), more.begin(), more.end());
    return fake_.Run(words);
  }

  FakeEngagements fake_;
};

TEST_F(OpenTest, MakesTheEngagementAndItsTracks) {
  const CliResult result = Open();
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(result.out,
            "angelegt  programmes/p/engagements/e\n"
            "angelegt  programmes/p/engagements/e/tracks/a, 2 Phasen\n"
            "angelegt  programmes/p/engagements/e/tracks/b, 2 Phasen\n");
  const auto& engagement = fake_.engagements.at(FakeEngagements::kEngagement);
  EXPECT_EQ(engagement.administration(), "administrations/stadt");
  EXPECT_EQ(engagement.phase_template(), "programmes/p/phaseTemplates/verlauf");
  EXPECT_EQ(engagement.end_date().year(), 2027);
  EXPECT_EQ(engagement.end_date().month(), 2);
  EXPECT_EQ(engagement.end_date().day(), 28);
  EXPECT_EQ(engagement.title().variants(0).language(), "de");
  EXPECT_EQ(fake_.tracks.at("programmes/p/engagements/e/tracks/a").title().variants(0).text(),
            "Amt: A");
  EXPECT_EQ(fake_.tracks.at("programmes/p/engagements/e/tracks/b").title().variants(0).text(), "b");
}

TEST_F(OpenTest, GoesOnWhereItStopped) {
  fake_.refused_from["CreateTrack b"] = 0;
  const CliResult stopped = Open();
  EXPECT_EQ(stopped.exit, 1);
  EXPECT_THAT(stopped.out, HasSubstr("angelegt  programmes/p/engagements/e/tracks/a, 2 Phasen\n"));
  EXPECT_THAT(stopped.err, AllOf(HasSubstr("CreateTrack b is refused"),
                                 HasSubstr("der Strang b wurde nicht angelegt"),
                                 HasSubstr("denselben Befehl noch einmal geben")));
  fake_.refused_from.clear();
  fake_.changes.clear();
  const CliResult result = Open();
  EXPECT_EQ(result.out,
            "vorhanden programmes/p/engagements/e\n"
            "vorhanden programmes/p/engagements/e/tracks/a, 2 Phasen\n"
            "angelegt  programmes/p/engagements/e/tracks/b, 2 Phasen\n");
  EXPECT_THAT(fake_.changes, ElementsAre("CreateTrack b"));
}

TEST_F(OpenTest, SpeaksTheLanguageThatWasChosen) {
  fake_.refused_from["CreateTrack b"] = 0;
  const CliResult stopped = Open({"--language=en"});
  EXPECT_EQ(stopped.out,
            "made     programmes/p/engagements/e\n"
            "made     programmes/p/engagements/e/tracks/a, 2 phases\n");
  EXPECT_THAT(stopped.err, HasSubstr("track b was not made; give the same command again"));
  fake_.refused_from.clear();
  EXPECT_EQ(Open({"--language=en"}).out,
            "is there programmes/p/engagements/e\n"
            "is there programmes/p/engagements/e/tracks/a, 2 phases\n"
            "made     programmes/p/engagements/e/tracks/b, 2 phases\n");
  const auto& engagement = fake_.engagements.at(FakeEngagements::kEngagement);
  EXPECT_EQ(engagement.title().variants(0).language(), "en");
  EXPECT_EQ(Open({"--language=fr"}).exit, 2);
}

TEST_F(OpenTest, RefusesAnotherEngagementOfTheSameName) {
  ASSERT_EQ(Open().exit, 0);
  fake_.engagements.begin()->second.set_administration("administrations/andere");
  fake_.engagements.begin()->second.mutable_end_date()->set_day(27);
  fake_.changes.clear();
  const CliResult result = Open();
  EXPECT_EQ(result.exit, 2);
  EXPECT_THAT(result.err, AllOf(HasSubstr("--administration is administrations/andere, not "
                                          "administrations/stadt"),
                                HasSubstr("the last day (--months) is 2027-02-27, not 2027-02-28"),
                                HasSubstr("Give what it has, or another --id")));
  EXPECT_THAT(fake_.changes, IsEmpty());
  fake_.engagements.begin()->second.mutable_delete_time();
  EXPECT_THAT(Open().err, HasSubstr("is there, but deleted"));
}

TEST_F(OpenTest, WithoutAReadableTemplateAsksForTheProgramme) {
  fake_.templates.clear();
  const CliResult none = Open();
  EXPECT_EQ(none.exit, 2);
  EXPECT_THAT(none.err, HasSubstr("has no published phase template that you may read"));
  fake_.refused_from["GetProgramme"] = 0;
  const CliResult refused = Open();
  EXPECT_EQ(refused.exit, 1);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("GetProgramme is refused"),
                                 Not(HasSubstr("has no published phase template"))));
}

TEST_F(OpenTest, ChoosesTheTemplateOnlyWhereThereIsOne) {
  AddTemplate("anderer");
  const CliResult several = Open();
  EXPECT_EQ(several.exit, 2);
  EXPECT_THAT(several.err, HasSubstr("2 published phase templates: verlauf, anderer"));
  EXPECT_EQ(Open({"--template=anderer"}).exit, 0);
  EXPECT_EQ(fake_.engagements.begin()->second.phase_template(),
            "programmes/p/phaseTemplates/anderer");
  fake_.engagements.clear();
  fake_.templates.clear();
  const CliResult none = Open();
  EXPECT_EQ(none.exit, 2);
  EXPECT_THAT(none.err, HasSubstr("--template=none"));
  EXPECT_EQ(Open({"--template=none"}).exit, 0);
  EXPECT_EQ(fake_.engagements.begin()->second.phase_template(), "");
}

TEST_F(OpenTest, WithJsonSaysWhatIsThere) {
  const CliResult result = Open({"--json"});
  EXPECT_EQ(result.out,
            R"({"name":"programmes/p/engagements/e","created":true,"tracks":[)"
            R"({"name":"programmes/p/engagements/e/tracks/a","created":true,"phases":2},)"
            R"({"name":"programmes/p/engagements/e/tracks/b","created":true,"phases":2}]})"
            "\n");
}

TEST_F(OpenTest, SaysWhatIsWrong) {
  const std::vector<std::string> good = {
      "engagement",         "open",        "programmes/p",      "--id=e", "--title=t",
      "--administration=a", "--months=12", "--start=2026-03-01"};
  for (size_t missing = 3; missing < good.size(); ++missing) {
    std::vector<std::string> words = good;
    words.erase(words.begin() + static_cast<long>(missing));
    EXPECT_EQ(fake_.Run(words).exit, 2) << good[missing];
  }
  EXPECT_THAT(fake_.Run({"engagement", "open", "programmes/p", "--id=e", "--title=t"}).err,
              HasSubstr("--administration, --start, --months are missing; see lotse help"));
  const std::tuple<size_t, const char*, const char*> kWrong[] = {
      {2, "p", "'p' is no name of a programme; give one like programmes/vopi"},
      {3, "--id=E", "--id: 'E' is no id"},
      {6, "--months=0", "--months: give a number of months from 1 to 120"},
      {6, "--months=121", "--months: give a number"},
      {7, "--start=1.3.26", "--start: '1.3.26' is not a day"},
      {7, "--track=A:B", "--track: 'A' is no id"},
  };
  for (const auto& [at, word, message] : kWrong) {
    std::vector<std::string> words = good;
    words[at] = word;
    if (at == 7 && std::string(word).find("track") != std::string::npos) {
      words.push_back(good[7]);
    }
    const CliResult result = fake_.Run(words);
    EXPECT_EQ(result.exit, 2) << word;
    EXPECT_THAT(result.err, HasSubstr(message));
  }
  EXPECT_THAT(Open({"--track=a"}).err, HasSubstr("--track: a is given twice"));
  EXPECT_THAT(fake_.changes, IsEmpty());
}

}  // namespace
}  // namespace lotse::cli
