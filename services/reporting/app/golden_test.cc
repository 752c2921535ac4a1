// What reports say and how their files are written does not change by accident: the hashes of all
// forms of three kinds of report in two languages are those of golden_hashes.txt. With
// LOTSE_WRITE_GOLDEN=1 that file is written anew; CONTRIBUTING.md says when that is right.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "runtime/types/sha256.h"
#include "services/reporting/app/make_version.h"
#include "services/reporting/document/build_document.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

// From the folder of the source, where tests run.
constexpr char kGolden[] = "services/reporting/app/golden_hashes.txt";
constexpr char kHead[] =
    "# SHA-256 of the files of the sample reports, by golden_test.cc: kind, language, form, "
    "hash.\n";

// A line for each form of a report, for example `final de html 0f3a…`.
std::vector<std::string> LinesOf(v1alpha::Report::Kind kind, Language language) {
  const absl::StatusOr<v1alpha::Document> document = BuildDocument(SampleReport(language, kind));
  if (!document.ok()) return {document.status().ToString()};
  const absl::StatusOr<std::string> json = JsonOf(*document);
  if (!json.ok()) return {json.status().ToString()};
  const Edition edition = {"programmes/vopi/engagements/musterstadt/reports/r", 2,
                           types::Sha256Hex(*json), std::string(64, 'f')};
  const absl::StatusOr<std::vector<MadeFile>> files = MakeFiles(*document, edition);
  if (!files.ok()) return {files.status().ToString()};
  const std::string name =
      absl::AsciiStrToLower(absl::StripPrefix(v1alpha::Report::Kind_Name(kind), "KIND_"));
  std::vector<std::string> lines;
  for (const MadeFile& file : *files) {
    lines.push_back(absl::StrCat(name, " ", language == Language::kGerman ? "de" : "en", " ",
                                 FileTypeOf(file.summary.format())->word, " ",
                                 file.summary.sha256()));
  }
  return lines;
}

std::vector<std::string> AllLines() {
  std::vector<std::string> all;
  for (const v1alpha::Report::Kind kind :
       {v1alpha::Report::KIND_STOCK_TAKING, v1alpha::Report::KIND_PROGRESS,
        v1alpha::Report::KIND_FINAL}) {
    for (const Language language : {Language::kGerman, Language::kEnglish}) {
      for (std::string& line : LinesOf(kind, language)) all.push_back(std::move(line));
    }
  }
  return all;
}

TEST(GoldenTest, FilesAreWrittenAsBefore) {
  const std::vector<std::string> lines = AllLines();
  ASSERT_EQ(lines.size(), 6 * std::size(kArtifactFormats));
  if (std::getenv("LOTSE_WRITE_GOLDEN") != nullptr) {
    std::ofstream file(kGolden);
    file << kHead << absl::StrJoin(lines, "\n") << "\n";
    ASSERT_TRUE(file.flush().good()) << kGolden;
    return;
  }
  std::stringstream content;
  content << std::ifstream(kGolden).rdbuf();
  const std::vector<std::string> golden =
      absl::StrSplit(absl::StripPrefix(content.str(), kHead), '\n', absl::SkipEmpty());
  EXPECT_EQ(lines, golden) << "If files shall be written otherwise, write " << kGolden
                           << " anew with LOTSE_WRITE_GOLDEN=1 (CONTRIBUTING.md)";
}

}  // namespace
}  // namespace lotse::reporting
