// lotse form fill: what is typed, what is kept, and what lotse submit makes of it.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/fake_services.h"
#include "cli/file.h"
#include "cli/form/form_testing.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// From the first question to the last.
constexpr char kAll[] = "Ada\n36\n1\nde fr\n1\n1\n850,50\n1.3.2020\nj\nBo\n9\nn\n";

class FillTest : public ::testing::Test {
 protected:
  FillTest() : form_(folder_.Write("form.md", kHouseholdForm)) {}

  CliResult Fill(const std::string& typed, std::vector<std::string> flags = {}) {
    std::vector<std::string> words = {"form", "fill", form_, "--answers=" + Path("a.json")};
    words.insert(words.end(), flags.begin(), flags.end());
    return services_.Run(words, typed);
  }

  std::string Path(const std::string& name) const { return folder_.path() + "/" + name; }
  std::string Content(const std::string& name) const {
    const absl::StatusOr<std::string> content = ReadFile(Path(name));
    return content.ok() ? *content : "";
  }

  TestFolder folder_;
  FakeServices services_;
  const std::string form_;
};

TEST_F(FillTest, AsksAllAndWritesAResponse) {
  const CliResult result = Fill(kAll);
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("Wie alt sind Sie, Ada? *"), HasSubstr("1) Uster"),
                                Not(HasSubstr("Thun")), HasSubstr("Wie alt ist Bo?"),
                                HasSubstr("Danke, Ada!"), HasSubstr("Vollständig.")));
  EXPECT_EQ(Content("a.jsonl"),
            "{\"name\":\"Ada\",\"age\":\"36\",\"work\":\"y\",\"langs\":\"de fr\",\"canton\":\"zh\","
            "\"town\":\"uster\",\"rent\":\"850.5\",\"since\":\"2020-03-01\",\"person\":\"1\","
            "\"person[1]/called\":\"Bo\",\"person[1]/years\":\"9\"}\n");
  const auto mode = std::filesystem::status(Path("a.jsonl")).permissions();
  EXPECT_EQ(mode & std::filesystem::perms::others_read, std::filesystem::perms::none);
}

TEST_F(FillTest, ToStdoutGoesTheResponseAlone) {
  for (const bool json : {false, true}) {
    std::filesystem::remove(Path("a.json"));
    std::vector<std::string> flags = {"--out=-"};
    if (json) flags.push_back("--json");
    testing::internal::CaptureStdout();
    const CliResult result = Fill(kAll, flags);
    EXPECT_THAT(testing::internal::GetCapturedStdout(),
                AllOf(testing::StartsWith("{\"name\":\"Ada\","), testing::EndsWith("\"9\"}\n")));
    EXPECT_EQ(result.exit, 0) << result.err;
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, AllOf(HasSubstr("Wie alt sind Sie, Ada? *"),
                                  HasSubstr(json ? "{\"complete\":true," : "Vollständig.")));
  }
}

TEST_F(FillTest, WrongAnswersAreAskedAgain) {
  const CliResult result = Fill("\nAda\nalt\n9\n36\n7\nx\n2\n:quit\n");
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("Eine Antwort ist nötig"),
                                HasSubstr("Erwartet: ganze Zahl"), HasSubstr("Bitte 14 bis 110."),
                                HasSubstr("„7“ steht nicht zur Wahl; richtig: 1 bis 2"),
                                HasSubstr("Noch nicht vollständig")));
  EXPECT_THAT(Content("a.json"), AllOf(HasSubstr("\"integer\": \"36\""), Not(HasSubstr("\"9\""))));
  EXPECT_FALSE(std::filesystem::exists(Path("a.jsonl")));
}

TEST_F(FillTest, GoesOnWhereItWasEnded) {
  // Without :quit: the input ends, as with Ctrl-D.
  EXPECT_EQ(Fill("Ada\n36\n").exit, 0);
  const CliResult result = Fill("1\nde fr\n1\n1\n850,50\n1.3.2020\nj\nBo\n9\nn\n");
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(Not(HasSubstr("Wie heißen Sie?")), HasSubstr("Arbeiten Sie?")));
  EXPECT_THAT(Content("a.jsonl"), HasSubstr("\"age\":\"36\""));
}

TEST_F(FillTest, WhatIsNotAskedAnyMoreIsNotHandedIn) {
  EXPECT_EQ(Fill("Ada\n36\n1\n\n1\n:quit\n").exit, 0);
  EXPECT_THAT(Content("a.json"), HasSubstr("\"choice\": \"zh\""));
  // Back over three questions: not working, so nothing about the home is asked.
  const CliResult result = Fill(":back\n:back\n:back\n2\n\nn\n");
  EXPECT_EQ(result.exit, 0) << result.err << result.out;
  EXPECT_THAT(Content("a.json"), HasSubstr("\"choice\": \"zh\""));
  EXPECT_THAT(Content("a.jsonl"), AllOf(HasSubstr("\"work\":\"n\""), HasSubstr("\"canton\":null")));
}

TEST_F(FillTest, InstancesComeAndGo) {
  const CliResult result =
      Fill("Ada\n36\n2\n\nj\nBo\n9\nj\nCleo\n:skip\n-\nvielleicht\nn\n", {"--json"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("{\"complete\":true,"));
  EXPECT_THAT(result.err, HasSubstr("Erwartet: j oder n"));
  EXPECT_THAT(Content("a.jsonl"),
              AllOf(HasSubstr("\"person\":\"1\""), HasSubstr("Bo"), Not(HasSubstr("Cleo"))));
}

TEST_F(FillTest, WhatIsLeftOpenIsNotComplete) {
  const CliResult result = Fill(":skip\n36\n2\n\nn\n", {"--json", "--language=en"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("\"complete\":false"), HasSubstr("\"open\":[\"name\"]")));
  EXPECT_THAT(result.err, HasSubstr("Do you work?"));
}

TEST_F(FillTest, AnswersOfAnotherQuestionnaireAreRefused) {
  folder_.Write("a.json", R"({"answers": [{"code": "gone", "text": "x"}]})");
  const CliResult result = Fill("");
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.err, HasSubstr("gehört nicht zu diesem Fragebogen"));
  folder_.Write("a.json", "{\"answres\": []}");
  EXPECT_EQ(Fill("").exit, 5);
  EXPECT_EQ(services_.Run({"form", "fill", form_}).exit, 2);
  EXPECT_EQ(services_.Run({"form", "fill", form_, "--answers=" + Path("none/a.json")}).exit, 4);
}

TEST_F(FillTest, SubmitTakesTheLineWithoutAMapping) {
  ASSERT_EQ(Fill(kAll).exit, 0);
  const CliResult shown = services_.Run({"form", "show", form_, "--json"});
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(shown.out, &services_.instrument).ok());
  const CliResult sent =
      services_.Run({"submit", Path("a.jsonl"), absl::StrCat("--wave=", FakeServices::kWave)});
  EXPECT_EQ(sent.exit, 0) << sent.err;
  ASSERT_EQ(services_.submitted.size(), 1u);
  std::string sent_text;
  for (const auto& answer : services_.submitted[0].answers()) {
    absl::StrAppend(&sent_text, answer.ShortDebugString(), "\n");
  }
  EXPECT_THAT(sent_text, AllOf(HasSubstr("code: \"langs\" choices { codes: \"de\" codes: \"fr\" }"),
                               HasSubstr("code: \"rent\" decimal: 850.5"),
                               HasSubstr("code: \"since\" date: \"2020-03-01\""),
                               HasSubstr("code: \"person\" count: 1"),
                               HasSubstr("code: \"years\" integer: 9 instances: 1")));
}

}  // namespace
}  // namespace lotse::cli
