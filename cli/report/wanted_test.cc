#include "cli/report/wanted.h"

#include <gmock/gmock.h>

#include <cstdio>
#include <fstream>

#include "cli/failure.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

using reporting::v1alpha::Report;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kParent[] = "programmes/p/engagements/e";
constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";
constexpr char kMaterial[] = "programmes/p/engagements/e/studies/s/materialReleases/rat";

Args ArgsOf(std::map<std::string, std::vector<std::string>> flags) {
  flags.insert({"id", {"r"}});
  flags.insert({"kind", {"progress"}});
  return {{kParent}, flags};
}

// A file that is gone after the test.
class File {
 public:
  explicit File(const std::string& content) { std::ofstream(path_, std::ios::binary) << content; }
  ~File() { std::remove(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  const std::string path_ = ::testing::TempDir() + "lotse-wanted-test.md";
};

Report Wanted(std::map<std::string, std::vector<std::string>> flags, Report report = {}) {
  const absl::StatusOr<WantedReport> wanted = ReadWantedReport(ArgsOf(std::move(flags)));
  EXPECT_TRUE(wanted.ok()) << wanted.status();
  if (wanted.ok()) PutInto(*wanted, &report);
  return report;
}

TEST(WantedTest, HasWhatIsNamed) {
  const File file("# Rat\n\nMehr *Sprachen*.\n\n");
  const Report report = Wanted({{"wave", {kWave, std::string(kWave) + "2"}},
                                {"release", {std::string(kWave) + "/releases/rat"}},
                                {"material", {kMaterial}},
                                {"template", {"kurz"}},
                                {"title", {"Halbzeit"}},
                                {"from", {"2026-01-01"}},
                                {"to", {"2026-06-30"}},
                                {"text", {"rat=" + file.path()}},
                                {"language", {"en"}}});
  EXPECT_EQ(report.name(), "programmes/p/engagements/e/reports/r");
  EXPECT_EQ(report.kind(), Report::KIND_PROGRESS);
  EXPECT_THAT(report.waves(), ElementsAre(kWave, std::string(kWave) + "2"));
  EXPECT_THAT(report.releases(), ElementsAre(std::string(kWave) + "/releases/rat"));
  EXPECT_THAT(report.material_releases(), ElementsAre(kMaterial));
  EXPECT_EQ(report.template_(), "programmes/p/reportTemplates/kurz");
  EXPECT_EQ(report.language(), "en");
  EXPECT_EQ(report.start_date().month(), 1);
  EXPECT_EQ(report.end_date().day(), 30);
  EXPECT_EQ(report.title().variants(0).language(), "en");
  EXPECT_EQ(report.title().variants(0).text(), "Halbzeit");
  ASSERT_EQ(report.texts_size(), 1);
  EXPECT_EQ(report.texts(0).section_id(), "rat");
  EXPECT_EQ(report.texts(0).text().variants(0).text(), "# Rat\n\nMehr *Sprachen*.");
}

TEST(WantedTest, WhatIsNotNamedStays) {
  const File file("Neues");
  Report there = Wanted({{"title", {"Halbzeit"}},
                         {"from", {"2026-01-01"}},
                         {"wave", {kWave}},
                         {"material", {kMaterial}},
                         {"text", {"rat=" + file.path(), "dank=" + file.path()}}});
  EXPECT_THAT(DifferentSettings(there, Wanted({}, there)), IsEmpty());
  EXPECT_THAT(DifferentSettings(there, Wanted({{"title", {"Halbzeit"}}}, there)), IsEmpty());
  const Report other = Wanted(
      {{"title", {""}}, {"wave", {""}}, {"material", {""}}, {"from", {""}}, {"text", {"rat="}}},
      there);
  EXPECT_THAT(DifferentSettings(there, other),
              ElementsAre("waves", "title", "start_date", "material_releases", "texts"));
  EXPECT_FALSE(other.has_title());
  EXPECT_FALSE(other.has_start_date());
  EXPECT_THAT(other.waves(), IsEmpty());
  ASSERT_EQ(other.texts_size(), 1);
  EXPECT_EQ(other.texts(0).section_id(), "dank");
}

TEST(WantedTest, OtherLanguagesOfATextStay) {
  Report there = Wanted({{"title", {"Halbzeit"}}});
  there.mutable_title()->MergeFrom(TextIn("en", "Half-time"));
  const Report report = Wanted({{"title", {"Zur Hälfte"}}}, there);
  ASSERT_EQ(report.title().variants_size(), 2);
  EXPECT_EQ(report.title().variants(0).text(), "Zur Hälfte");
  EXPECT_EQ(report.title().variants(1).text(), "Half-time");
}

TEST(WantedTest, NoLanguageIsGerman) {
  Report one, other;
  other.set_language("de");
  EXPECT_THAT(DifferentSettings(one, other), IsEmpty());
  other.set_language("en");
  EXPECT_THAT(DifferentSettings(one, other), ElementsAre("language"));
  other.set_language("de");
  other.set_etag("7");
  EXPECT_THAT(DifferentSettings(one, other), IsEmpty()) << "no setting";
}

TEST(WantedTest, SaysWhatIsWrong) {
  const File file("Text");
  const struct {
    std::map<std::string, std::vector<std::string>> flags;
    const char* told;
  } kWrong[] = {
      {{{"id", {""}}}, "--id is missing"},
      {{{"id", {"R 1"}}}, "'R 1' is no id"},
      {{{"kind", {""}}}, "--kind is missing; give one of stock-taking, progress, final"},
      {{{"kind", {"finale"}}}, "did you mean final?"},
      {{{"wave", {"w"}}}, "no name of a wave"},
      {{{"release", {kWave}}}, "no name of a release"},
      {{{"material", {"rat"}}}, "no name of a release of material"},
      {{{"template", {"programmes/p"}}}, "is no template"},
      {{{"from", {"gestern"}}}, "--from"},
      {{{"from", {"2026-02-01"}}, {"to", {"2026-01-31"}}}, "--to is before --from"},
      {{{"text", {"rat.md"}}}, "is not SECTION=FILE"},
      {{{"text", {"Rat=x.md"}}}, "'Rat' is no id"},
      {{{"text", {"rat=" + file.path(), "rat=" + file.path()}}}, "rat is given twice"},
  };
  for (const auto& wrong : kWrong) {
    const absl::Status status = ReadWantedReport(ArgsOf(wrong.flags)).status();
    EXPECT_EQ(ExitCodeOf(status), ExitCode::kUsage) << wrong.told;
    EXPECT_THAT(std::string(status.message()), HasSubstr(wrong.told));
  }
  Args other = ArgsOf({});
  other.positional = {"programmes/p"};
  EXPECT_THAT(std::string(ReadWantedReport(other).status().message()),
              HasSubstr("no name of an engagement"));
}

TEST(WantedTest, RefusesFilesThatAreNoText) {
  const auto read = [](const std::string& path) {
    return ExitCodeOf(ReadWantedReport(ArgsOf({{"text", {"rat=" + path}}})).status());
  };
  EXPECT_EQ(read("/none/rat.md"), ExitCode::kFile);
  const File latin("Gr\xfc\xdf");
  EXPECT_EQ(read(latin.path()), ExitCode::kData);
}

TEST(WantedTest, RefusesAnEmptyFile) {
  const File file(" \n\n");
  const absl::Status status = ReadWantedReport(ArgsOf({{"text", {"rat=" + file.path()}}})).status();
  EXPECT_EQ(ExitCodeOf(status), ExitCode::kData);
  EXPECT_THAT(std::string(status.message()), HasSubstr("--text=rat= takes"));
}

}  // namespace
}  // namespace lotse::cli
