// lotse gate check and pass, against a service in this process.
#include <gmock/gmock.h>

#include "cli/engagement/fake_engagements.h"
#include "cli/engagement/widest.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using namespace engagement::v1alpha;  // NOLINT: everything that is decided comes from there.

constexpr const char* kPhase = FakeEngagements::kPhase;

class GateTest : public ::testing::Test {
 protected:
  GateTest() {
    phase().set_name(kPhase);
    phase().set_etag("1");
    phase().set_state(Phase::STATE_PLANNED);
    Phase& phase = this->phase();
    *phase.mutable_title() =
        Parse<type::v1alpha::Text>(R"pb(variants { language: "de" text: "Ziele klären" })pb");
    *phase.add_criteria() = Parse<GateCriterion>(
        R"pb(criterion_id: "smart"
             title { variants { language: "de" text: "Ziele sind überprüfbar" } })pb");
    fake_.gate.set_passable(true);
  }

  Phase& phase() { return fake_.phases[kPhase]; }

  void LackSomething() {
    fake_.gate = Parse<CheckGateResponse>(
        R"pb(missing { id: "protokoll" description: "is open" }
             missing {
               id: "smart"
               mandatory: true
               description: "1 goal lacks a date"
               description_de: "1 Ziel ohne Datum"
               resources: "programmes/p/engagements/e/goals/g"
             })pb");
  }

  CliResult Pass(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"gate", "pass", kPhase};
    words.insert(words.end(), more.begin(), more.end());
    return fake_.Run(words);
  }

  FakeEngagements fake_;
};

TEST_F(GateTest, ListsAllThatIsMissing) {
  LackSomething();
  const CliResult result = fake_.Run({"gate", "check", kPhase});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(result.out,
            "Ziele klären: geplant\n"
            "Der Prüfpunkt kann nicht ohne Auflagen passiert werden; es fehlt:\n"
            "  ✗ Ziele sind überprüfbar (smart)\n"
            "    1 Ziel ohne Datum\n"
            "    programmes/p/engagements/e/goals/g\n"
            "  – protokoll (protokoll)\n"
            "    is open [nicht verpflichtend]\n");
  EXPECT_THAT(fake_.changes, IsEmpty());
  EXPECT_THAT(fake_.Run({"gate", "check", kPhase, "--language=en"}).out,
              HasSubstr("    1 goal lacks a date\n"));
}

TEST_F(GateTest, FitsInTheWidthAskedFor) {
  LackSomething();
  const std::string longest(63, 'n');
  phase().mutable_title()->mutable_variants(0)->set_text(longest + " " + longest);
  phase().mutable_criteria(0)->mutable_title()->mutable_variants(0)->set_text(longest + " y");
  fake_.gate.mutable_missing(1)->set_resources(0, "programmes/" + longest + "/goals/" + longest);
  for (const char* width : {"60", "75", "99"}) {
    for (const char* language : {"--language=de", "--language=en"}) {
      const CliResult result =
          fake_.Run({"gate", "check", kPhase, std::string("--width=") + width, language});
      EXPECT_EQ(result.exit, 0) << result.err;
      EXPECT_LE(Widest(result.out), std::stoi(width)) << result.out;
    }
  }
}

TEST_F(GateTest, WhatWasDecidedFitsInTheWidthAskedFor) {
  const std::string longest(63, 'n');
  phase().mutable_title()->mutable_variants(0)->set_text(longest + " " + longest);
  phase().set_state(Phase::STATE_IN_GATE);
  const CliResult result = Pass({"--verdict=passed-with-conditions",
                                 "--condition=" + longest + ":2026-07-31:Bericht", "--width=60"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("nnn"));
  EXPECT_LE(Widest(result.out), 60) << result.out;
}

TEST_F(GateTest, SaysThatNothingIsMissing) {
  EXPECT_EQ(fake_.Run({"gate", "check", kPhase, "--language=en", "--ascii"}).out,
            "Ziele klaeren: planned\nNothing is missing.\n");
  EXPECT_EQ(fake_.Run({"gate", "check", kPhase, "--json"}).out, "{\"passable\":true}\n");
}

TEST_F(GateTest, WalksToTheGateAndPasses) {
  const CliResult result = Pass();
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(result.out,
            "vorbereitet             bereit\n"
            "begonnen                in Arbeit\n"
            "zum Prüfpunkt geführt   am Prüfpunkt\n"
            "passiert                abgeschlossen\n"
            "Ziele klären: passiert, 2026-07-01\n");
  EXPECT_THAT(fake_.changes, ElementsAre("PHASE_STEP_PREPARE", "PHASE_STEP_START",
                                         "PHASE_STEP_ENTER_GATE", "DecideGate"));
}

TEST_F(GateTest, SaysEachStepInTheLanguageAskedFor) {
  EXPECT_THAT(Pass({"--language=en"}).out, HasSubstr("prepared                ready\n"
                                                     "started                 in progress\n"
                                                     "led to the gate         at the gate\n"
                                                     "passed                  completed\n"));
}

TEST_F(GateTest, GoesOnFromWhereThePhaseIs) {
  phase().set_state(Phase::STATE_REOPENED);
  fake_.refused_from["DecideGate"] = 0;
  const CliResult stopped = Pass();
  EXPECT_EQ(stopped.exit, 1);
  EXPECT_THAT(stopped.err, AllOf(HasSubstr("DecideGate is refused"),
                                 HasSubstr("the phase is IN_GATE now; the same command goes on")));
  fake_.refused_from.clear();
  fake_.changes.clear();
  EXPECT_EQ(Pass().exit, 0);
  EXPECT_THAT(fake_.changes, ElementsAre("DecideGate"));
  // Once more: the reply might have been lost.
  const CliResult again = Pass({"--json"});
  EXPECT_EQ(again.exit, 0);
  EXPECT_THAT(again.out, HasSubstr(R"("state":"STATE_COMPLETED","steps":[],"conditions":[])"));
  EXPECT_THAT(fake_.changes, ElementsAre("DecideGate"));
  const CliResult other = Pass({"--verdict=failed"});
  EXPECT_EQ(other.exit, 1);
  EXPECT_THAT(other.err, HasSubstr("is COMPLETED: there is nothing to decide at its gate"));
}

TEST_F(GateTest, OnlyTheSameDecisionIsARepetition) {
  phase().set_state(Phase::STATE_IN_GATE);
  const std::vector<std::string> first = {"--verdict=passed-with-conditions",
                                          "--condition=bericht:2026-07-31:Bericht",
                                          "--reason=Frist", "--function=leitung", "--body=b"};
  ASSERT_EQ(Pass(first).exit, 0);
  fake_.changes.clear();
  const CliResult again = Pass(first);
  EXPECT_EQ(again.exit, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("schon entschieden\nZiele klären: mit Auflagen passiert"));
  std::vector<std::string> english = first;
  english.push_back("--language=en");
  EXPECT_THAT(Pass(english).out, HasSubstr("already decided\n"));
  const std::pair<size_t, const char*> kOthers[] = {
      {1, "--condition=plan:2026-07-31:Plan"},
      {2, "--reason=Anders"},
      {3, "--function=fachdienst"},
      {4, "--body=c"},
  };
  for (const auto& [index, word] : kOthers) {
    std::vector<std::string> other = first;
    other[index] = word;
    const CliResult result = Pass(other);
    EXPECT_EQ(result.exit, 1) << word;
    EXPECT_THAT(result.out, IsEmpty()) << word;
    EXPECT_THAT(result.err, AllOf(HasSubstr("decided on 2026-07-01, PASSED_WITH_CONDITIONS"),
                                  HasSubstr("Open the phase again to decide anew")));
  }
  EXPECT_EQ(Pass().exit, 1) << "another verdict";
  EXPECT_THAT(fake_.changes, IsEmpty());
}

TEST_F(GateTest, ChangesNothingWhereTheGateLacksSomething) {
  LackSomething();
  const CliResult result = Pass();
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("Am Prüfpunkt fehlt, was verpflichtend ist; nichts wurde geändert\n"),
                    HasSubstr("\n  ✗ Ziele sind überprüfbar (smart)\n"),
                    HasSubstr("Das Fehlende tun, oder --verdict=passed-with-conditions")));
  EXPECT_THAT(Pass({"--language=en"}).err,
              AllOf(HasSubstr("the gate lacks what is mandatory; nothing was changed\n"),
                    HasSubstr("\nDo what is missing, or decide --verdict=passed")));
  EXPECT_THAT(fake_.changes, IsEmpty());
  EXPECT_THAT(Pass({"--verdict=waived", "--reason=x"}).err, HasSubstr("cannot be waived"));
  EXPECT_THAT(fake_.changes, IsEmpty());
}

TEST_F(GateTest, PassesWithConditions) {
  LackSomething();
  phase().set_state(Phase::STATE_IN_GATE);
  const CliResult result =
      Pass({"--verdict=passed-with-conditions", "--condition=bericht:2026-07-31:Bericht: Teil 2",
            "--condition=b:2026-08-01:B", "--language=en", "--reason=Frist", "--json",
            "--body=programmes/p/engagements/e/bodies/lenkung", "--function=leitung"});
  EXPECT_EQ(result.exit, 0) << result.err;
  const DecideGateRequest& decision = fake_.decision;
  EXPECT_EQ(decision.verdict(), GateVerdict::VERDICT_PASSED_WITH_CONDITIONS);
  ASSERT_EQ(decision.conditions_size(), 2);
  EXPECT_EQ(decision.conditions(0).action_item_id(), "bericht");
  EXPECT_EQ(decision.conditions(0).due_date().month(), 7);
  EXPECT_EQ(decision.conditions(0).title().variants(0).text(), "Bericht: Teil 2");
  EXPECT_EQ(decision.conditions(0).title().variants(0).language(), "en");
  EXPECT_EQ(decision.reason(), "Frist");
  EXPECT_EQ(decision.body(), "programmes/p/engagements/e/bodies/lenkung");
  EXPECT_EQ(decision.decided_by_function(), "leitung");
  EXPECT_EQ(result.out, R"({"name":"programmes/p/engagements/e/tracks/t/phases/ziele",)"
                        R"("state":"STATE_COMPLETED",)"
                        R"("steps":[{"step":"PASSED_WITH_CONDITIONS","state":"STATE_COMPLETED"}],)"
                        R"("conditions":["programmes/p/engagements/e/actionItems/bericht",)"
                        R"("programmes/p/engagements/e/actionItems/b"]})"
                        "\n");
}

TEST_F(GateTest, FailsAndWaives) {
  EXPECT_EQ(Pass({"--verdict=failed"}).exit, 0);
  EXPECT_EQ(phase().state(), Phase::STATE_ACTIVE);
  phase().set_waivable(true);
  EXPECT_EQ(Pass({"--verdict=waived", "--reason=Notlage"}).exit, 0);
  EXPECT_EQ(fake_.decision.reason(), "Notlage");
}

TEST_F(GateTest, SaysWhatIsWrong) {
  const std::pair<std::vector<std::string>, const char*> kWrong[] = {
      {{"--verdict=pased"}, "--verdict: 'pased' is none (did you mean passed?); give one of"},
      {{"--verdict=passed-with-conditions"}, "--condition is missing: what is to be done?"},
      {{"--condition=a:2026-07-31:A"}, "--condition is for --verdict=passed-with-conditions only"},
      {{"--verdict=waived"}, "--reason is missing: why is the gate waived?"},
      {{"--verdict=passed-with-conditions", "--condition=a:31.7.:A"}, "is not ID:DATE:TITLE"},
      {{"--verdict=passed-with-conditions", "--condition=Bericht:"},
       "--condition: 'Bericht' is no id: ids are lower-case letters, digits and hyphens"},
      {{"--verdict=passed-with-conditions", "--condition=A:2026-07-31:A"},
       "write --condition=bericht:2026-07-31:\"Bericht nachreichen\""},
      {{"--verdict=passed-with-conditions", "--condition=a:2026-07-31:"}, "is not ID:DATE:TITLE"},
      {{"--verdict=passed-with-conditions", "--condition=a:2026-07-31"}, "is not ID:DATE:TITLE"},
  };
  for (const auto& [words, message] : kWrong) {
    const CliResult result = Pass(words);
    EXPECT_EQ(result.exit, 2) << message;
    EXPECT_THAT(result.err, HasSubstr(message));
  }
  EXPECT_THAT(fake_.Run({"gate", "check", "programmes/p"}).err,
              HasSubstr("'programmes/p' is no name of a phase; give one like"));
  EXPECT_EQ(fake_.Run({"gate", "check", "programmes/p/engagements/e/tracks/t/phases/x"}).exit, 1);
  EXPECT_THAT(fake_.changes, IsEmpty());
}

}  // namespace
}  // namespace lotse::cli
