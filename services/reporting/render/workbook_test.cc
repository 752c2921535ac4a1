#include "services/reporting/render/workbook.h"

#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/types/zip_stream.h"
#include "services/reporting/render/full_disk_testing.h"
#include "services/reporting/render/random_document_testing.h"
#include "services/reporting/render/sample_document.h"
#include "services/reporting/render/workbook_parts.h"
#include "services/reporting/render/xlsx.h"
#include "tests/support/unzip.h"

namespace lotse::reporting {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using Parts = std::map<std::string, std::string>;

constexpr char kSheet[] = "xl/worksheets/sheet1.xml";
constexpr char kStrings[] = "xl/sharedStrings.xml";

// A workbook of one sheet with three cells and two texts.
Parts GoodParts() {
  return {
      {kSheet,
       "<?xml version=\"1.0\"?>\n<worksheet><sheetData>"
       "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
       "<row r=\"2\"><c r=\"A2\"><v>12</v></c></row></sheetData></worksheet>"},
      {kStrings,
       "<sst count=\"2\" uniqueCount=\"2\"><si><t>eins</t></si><si><t>zwei</t></si></sst>"},
      {"xl/_rels/workbook.xml.rels", "<Relationships/>\n"},
  };
}

std::string Zipped(const Parts& parts) {
  std::string out;
  types::ZipStream zip;
  for (const auto& [name, content] : parts) {
    zip.Begin(name, &out);
    zip.Write(content, &out);
    zip.End(&out);
  }
  zip.Finish(&out);
  return out;
}

absl::Status Check(const std::string& archive) {
  return CheckWorkbookParts(testing_support::InFile("workbook.xlsx", archive), {3});
}

// The good parts, one of which is another.
absl::Status CheckWith(const std::string& name, const std::string& content) {
  Parts parts = GoodParts();
  parts[name] = content;
  return Check(Zipped(parts));
}

TEST(WorkbookPartsTest, AWholeWorkbookIsWhole) {
  const absl::Status whole = Check(Zipped(GoodParts()));
  EXPECT_TRUE(whole.ok()) << whole;
}

TEST(WorkbookPartsTest, NoPartIsCutOff) {
  for (const auto& [name, content] : GoodParts()) {
    const size_t end = content.find_last_of('>') + 1;
    for (size_t bytes = 0; bytes < end; ++bytes) {
      const absl::Status cut = CheckWith(name, content.substr(0, bytes));
      EXPECT_EQ(cut.code(), absl::StatusCode::kDataLoss) << name << " " << bytes;
      EXPECT_THAT(std::string(cut.message()), StartsWith(name));
    }
  }
}

TEST(WorkbookPartsTest, NothingStandsBehindTheRoot) {
  for (const char* behind : {"x", "<worksheet/>", "</worksheet>", "<"}) {
    EXPECT_FALSE(CheckWith(kSheet, GoodParts().at(kSheet) + behind).ok()) << behind;
  }
}

// A buffer that could not be written is missing in the middle, and what is left may be XML.
TEST(WorkbookPartsTest, NoPartHasAHole) {
  const struct {
    const char* part;
    const char* hole;
  } cases[] = {
      {kSheet, "0</v></c><c r=\"B1\" t=\"s\"><v>"},
      {kSheet, "<row r=\"2\"><c r=\"A2\"><v>12</v></c></row>"},
      {kStrings, "ins</t></si><si><t>zw"},
  };
  for (const auto& c : cases) {
    std::string content = GoodParts().at(c.part);
    const size_t at = content.find(c.hole);
    ASSERT_NE(at, std::string::npos) << c.hole;
    content.erase(at, std::string(c.hole).size());
    EXPECT_THAT(std::string(CheckWith(c.part, content).message()), HasSubstr("has a hole"));
  }
}

TEST(WorkbookPartsTest, EachSheetIsThere) {
  Parts parts = GoodParts();
  parts.erase(kSheet);
  EXPECT_THAT(std::string(Check(Zipped(parts)).message()), HasSubstr("sheet1.xml: is not there"));
}

TEST(WorkbookPartsTest, TheArchiveItselfIsWhole) {
  const std::string archive = Zipped(GoodParts());
  for (size_t bytes = 0; bytes < archive.size(); bytes += 7) {
    EXPECT_FALSE(Check(archive.substr(0, bytes)).ok()) << bytes;
  }
  std::string other = archive;
  other[archive.find(kSheet) + sizeof kSheet + 20] ^= 1;
  EXPECT_FALSE(Check(other).ok()) << "its sum is not right";
}

// Wherever the disk is full, there is the whole workbook or none.
TEST(WorkbookTest, AFullDiskLeavesNoWorkbook) {
  // A sheet is larger than the archive, in which it would be cut off.
  v1alpha::Document document = RandomDocument(1);
  v1alpha::Table& table = *document.mutable_sections(0)->mutable_blocks(0)->mutable_table();
  for (int i = 0; i < 200; ++i) {
    const v1alpha::Row first = table.rows(0);
    *table.add_rows() = first;
  }
  const absl::StatusOr<std::string> whole = RenderXlsx(document, SampleEdition());
  ASSERT_TRUE(whole.ok()) << whole.status();
  size_t largest = 0;
  for (const auto& [name, content] : testing_support::UnzippedFiles(*whole)) {
    largest = std::max(largest, content.size());
  }
  ASSERT_GT(largest, 2 * whole->size());
  for (size_t bytes = 0; bytes < largest + 4096; bytes += 512) {
    absl::StatusOr<std::string> made;
    {
      const FullDisk full(bytes);
      made = RenderXlsx(document, SampleEdition());
    }
    if (made.ok()) {
      EXPECT_EQ(*made == *whole, true) << bytes;
      EXPECT_GE(bytes, largest);
    } else {
      EXPECT_EQ(made.status().code(), absl::StatusCode::kUnavailable) << bytes;
      EXPECT_THAT(std::string(made.status().message()), HasSubstr("free space"));
      EXPECT_LT(bytes, largest);
    }
  }
}

}  // namespace
}  // namespace lotse::reporting
