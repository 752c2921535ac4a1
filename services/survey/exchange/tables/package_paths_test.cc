#include "services/survey/exchange/tables/package_paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lotse::survey {
namespace {

TEST(PackagePaths, TargetsAreRelativeToTheirSource) {
  const struct {
    const char* source;
    const char* target;
    const char* part;  // nullptr: outside.
  } cases[] = {
      {"xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"},
      {"xl/workbook.xml", "/xl/styles.xml", "xl/styles.xml"},
      {"xl/workbook.xml", "./a/../b.xml", "xl/b.xml"},
      {"xl/a/b.xml", "../c.xml", "xl/c.xml"},
      {"", "xl/workbook.xml", "xl/workbook.xml"},
      {"xl/workbook.xml", "../../etc/passwd", nullptr},
      {"xl/workbook.xml", "/../a", nullptr},
  };
  for (const auto& c : cases) {
    const absl::StatusOr<std::string> part = ResolveTarget(c.source, c.target);
    EXPECT_EQ(part.ok(), c.part != nullptr) << c.target;
    if (!part.ok()) {
      EXPECT_THAT(part.status().message(), testing::HasSubstr("leads out of"));
    } else if (c.part != nullptr) {
      EXPECT_EQ(*part, c.part);
    }
  }
}

TEST(PackagePaths, RelationshipsLieInAFolderBesideTheirSource) {
  EXPECT_EQ(RelationshipsOf("xl/workbook.xml"), "xl/_rels/workbook.xml.rels");
  EXPECT_EQ(RelationshipsOf("a.xml"), "_rels/a.xml.rels");
  EXPECT_EQ(RelationshipsOf(""), "_rels/.rels");
}

}  // namespace
}  // namespace lotse::survey
